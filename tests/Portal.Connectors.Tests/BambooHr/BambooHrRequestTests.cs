using System.Text.Json.Nodes;
using Portal.Connectors.Sdk.Http;
using Portal.Connectors.Tests.OpenApi;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>Every request the connector can make, held to BambooHR's published document and to what the manifest tells people.</summary>
public sealed class BambooHrRequestTests
{
    private static readonly Dictionary<string, string> Lists = new() { ["onboardingTaskLists"] = "New hire onboarding" };

    private static readonly (string Key, string Company, Dictionary<string, string> Settings)[] EveryWay =
    [
        (MagicKeys.Good, Companies.Acme, Lists),
        (MagicKeys.Good, Companies.Acme, []),
        (MagicKeys.Good, Companies.BigCo, Lists),
        (MagicKeys.Good, Companies.Empty, Lists),
        (MagicKeys.TasksSingleRow, Companies.Acme, Lists),
        (MagicKeys.TasksAbsent, Companies.Acme, []),
        (MagicKeys.NoOnboardingSource, Companies.Acme, new() { ["onboardingField"] = "customOnboardingComplete" }),
        (MagicKeys.NoOnboardingSource, Companies.Acme, new() { ["onboardingField"] = "employmentStatus.date" }),
        (MagicKeys.DatasetsMissing, Companies.Acme, []),
        (MagicKeys.DateFilterRejected, Companies.Acme, Lists),
        (MagicKeys.FilterRejected, Companies.Acme, Lists),
        (MagicKeys.OwnerIsNoEmployee, Companies.Acme, Lists),
        (MagicKeys.BoundaryGrows, Companies.BigCo, Lists),
        (MagicKeys.StatusHidden, Companies.Acme, Lists),
    ];

    [Fact]
    public async Task EveryRequest_IsValidAgainstTheVendorsDocument_AndListedInTheManifest()
    {
        var document = OpenApiDocument.Load("bamboohr-openapi.yaml");
        Assert.Equal(160, document.PathCount);
        await using var simulated = await SimulatedBambooHr.StartAsync();
        foreach (var (key, company, settings) in EveryWay)
        {
            await simulated.TestAsync(key, company, settings);
            await simulated.CollectAsync(key, company, settings);
        }

        var requests = simulated.Server.Requests;
        var checkedRequests = requests.Select(r => (Request: r, Check: document.Check(r))).ToList();
        Assert.All(checkedRequests, c => Assert.Empty(c.Check.Faults.Select(fault => $"{c.Request.Method} {c.Request.PathAndQuery} {c.Request.Body}: {fault}")));
        Assert.Equal(
            [
                "GET /api/v1/employees/{id}", "GET /api/v1/employees/{id}/tables/{table}", "GET /api/v1/meta/users",
                "GET /api/v1/training/record/employee/{employeeId}", "GET /api/v1/training/type", "GET /api/v1_2/datasets/{datasetName}/fields",
                "POST /api/v1/reports/custom", "POST /api/v2/datasets/{datasetName}/data",
            ],
            checkedRequests.Select(c => c.Check.Operation).Distinct().Order(StringComparer.Ordinal));

        // The other way round: whatever the manifest lists was really asked for, and nothing beyond the fields it names.
        var manifest = simulated.Connector.Manifest;
        foreach (var read in manifest.Reads)
        {
            Assert.Contains(requests, r => new AllowedReads([read]).Allows(new HttpMethod(r.Method), r.Path));
        }
        var listed = manifest.Reads.SelectMany(r => r.Fields).Append("customOnboardingComplete").ToHashSet(StringComparer.Ordinal);
        Assert.All(
            requests.Where(r => r.Method == "POST").SelectMany(r => JsonNode.Parse(r.Body)!["fields"]!.AsArray().Select(f => f!.GetValue<string>())).Distinct(),
            field => Assert.Contains(field, listed));
    }

    [Fact]
    public void Document_RequestItDoesNotAllow_IsFound()
    {
        var document = OpenApiDocument.Load("bamboohr-openapi.yaml");

        Assert.Equal(["GET /api/v1/payroll is not in the document"], document.Check(Request("GET", "/api/v1/payroll")).Faults);
        Assert.Equal(["query parameter fieldz is not described"], document.Check(Request("GET", "/api/v1/employees/0?fieldz=id")).Faults);
        Assert.Equal(["path parameter employeeId $: is string, not integer"], document.Check(Request("GET", "/api/v1/training/record/employee/x")).Faults);
        Assert.Equal(
            ["query parameter page_size $: 1001 is outside maximum 1000"], document.Check(Request("GET", "/api/v1_2/datasets/employee/fields?page_size=1001")).Faults);
        Assert.Equal(["header Accept $: \"text/html\" is not one of [\"application/xml\",\"application/json\"]"],
            document.Check(Request("GET", "/api/v1/meta/users", accept: "text/html")).Faults);
        Assert.Equal(["body $.fields: missing", "body property field is not described"],
            document.Check(Request("POST", "/api/v2/datasets/employee/data", """{"field":["eeid"]}""")).Faults);
        Assert.Equal(["content type application/json; charset=utf-8 is not offered"],
            document.Check(Request("POST", "/api/v1/reports/custom", "{}", "application/json; charset=utf-8")).Faults);
        Assert.Equal(["Basic authentication is not among its security schemes"], document.Check(Request("GET", "/api/v1/employees")).Faults.Where(f => f.StartsWith("Basic")));
    }

    private static RecordedRequest Request(string method, string path, string body = "", string contentType = "application/json", string accept = "application/json") =>
        new(1, default, "acme", method, path, new Dictionary<string, string> { ["Accept"] = accept, ["Content-Type"] = contentType }, body);
}
