using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Connectors.Tests.OpenApi;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

/// <summary>Every answer has the shape that the vendor's document describes, except where recordings of live accounts say otherwise.</summary>
public sealed class AnswerShapeTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private const string DataPath = "/api/v2/datasets/employee/data";

    // Parsing it takes most of a second.
    private static OpenApiDocument? _document;

    [Theory]
    [InlineData("/api/v1/employees/0")]
    [InlineData("/api/v1/employees/1?fields=firstName,status,hireDate,terminationDate")]
    [InlineData("/api/v1_2/datasets/employee/fields")]
    [InlineData("/api/v1/employees/all/tables/employmentStatus")]
    [InlineData("/api/v1/employees/all/tables/customOnboarding")]
    [InlineData("/api/v1/employees/directory")]
    [InlineData("/api/v1/meta/users")]
    [InlineData("/api/v1/meta/fields")]
    [InlineData("/api/v1/training/type", "is string, not integer", "is object, not integer", "is array, not integer", @"\.category: fits 0 of oneOf")]
    [InlineData("/api/v1/training/record/employee/1", "fits 0 of oneOf")]
    public async Task Get_Answer_DiffersFromTheDocumentOnlyAsRecorded(string path, params string[] recorded) =>
        await CheckAsync(path, 200, recorded, caller => caller.GetAsync(path.TrimStart('/')));

    [Fact]
    public async Task Data_Answer_DiffersFromTheDocumentOnlyAsRecorded()
    {
        await CheckAsync(DataPath, 200, [@"^\$\.data\[\d+\]\.fields\.terminationDate: is null, not string", @"^\$\.links: is array, not object"],
            caller => caller.QueryAsync(new { fields = new[] { "eeid", "terminationDate" }, pageSize = 1000 }));
        await CheckAsync(DataPath, 200, [], caller => caller.QueryAsync(new { fields = new[] { "eeid", "status" }, pageSize = 10 }));
    }

    [Fact]
    public async Task Report_Answer_DiffersFromTheDocumentOnlyAsRecorded() =>
        await CheckAsync("/api/v1/reports/custom", 200, [@"\.terminationDate: is null, not string"],
            caller => caller.ReportAsync(new { title = "t", fields = new[] { "status", "terminationDate" } }), "POST");

    [Theory]
    [InlineData("""{"fields":[]}""", 400)]
    [InlineData("""{"fields":["eeid"],"filter":"nonsense"}""", 422)]
    public async Task Data_Refusal_IsTheDocumentedProblem(string body, int status) =>
        await CheckAsync(DataPath, status, [], caller => caller.SendAsync(new(HttpMethod.Post, DataPath) { Content = new StringContent(body) }));

    [Fact]
    public async Task Fields_OfAnUnknownDataset_AreTheDocumentedProblem()
    {
        const string path = "/api/v1_2/datasets/nonsense/fields";
        await CheckAsync(path, 422, [], caller => caller.GetAsync(path));
    }

    /// <param name="recorded">Patterns of differences that were seen in recordings; each must occur, so that the list cannot rot.</param>
    private async Task CheckAsync(string path, int status, string[] recorded, Func<VendorCaller, Task<HttpResponseMessage>> call, string? method = null)
    {
        var document = _document ??= OpenApiDocument.Load("bamboohr-openapi.yaml");
        using var caller = fixture.Call();
        using var response = await call(caller);
        Assert.Equal(status, (int)response.StatusCode);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        var faults = document.CheckAnswer(method ?? (path == DataPath ? "POST" : "GET"), path.Split('?')[0], status, answer);
        Assert.DoesNotContain(faults, fault => !recorded.Any(pattern => Regex.IsMatch(fault, pattern)));
        Assert.All(recorded, pattern => Assert.Contains(faults, fault => Regex.IsMatch(fault, pattern)));
    }
}
