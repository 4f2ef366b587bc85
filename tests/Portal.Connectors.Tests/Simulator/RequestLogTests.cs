using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Requests_AfterACall_HoldWhatWasSentExceptTheKey()
    {
        await using var server = await SimulatorServer.StartAsync();
        var key = server.Control.IssueKey();
        using var caller = new VendorCaller(server, key);
        using var response = await caller.QueryAsync(new { fields = new[] { "eeid" } });

        var request = Assert.Single(server.Requests);
        Assert.Equal("acme", request.Company);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/api/v2/datasets/employee/data", request.PathAndQuery);
        Assert.Equal("application/json", request.Headers["accept"]);
        Assert.Equal("""{"fields":["eeid"]}""", request.Body);
        Assert.Equal(RecordedRequest.RedactedCredential, request.Headers["Authorization"]);
    }

    [Fact]
    public async Task Requests_BeyondTheLimit_ForgetTheOldest()
    {
        await using var server = await SimulatorServer.StartAsync(new() { RememberedRequests = 2 });
        using var caller = new VendorCaller(server, MagicKeys.Good);
        for (var call = 1; call <= 3; call++)
        {
            using var response = await caller.GetAsync("api/v1/employees/" + call);
        }

        Assert.Equal(["/api/v1/employees/2", "/api/v1/employees/3"], server.Requests.Select(request => request.Path));
        Assert.Equal([2L, 3L], server.Requests.Select(request => request.Number));
    }

    [Fact]
    public async Task MagicKeys_All_AreDistinctPlainlyFakeAndShapedLikeTheVendors()
    {
        var keys = MagicKeys.All.Select(magic => magic.Key).Concat(Companies.All.Select(company => Companies.KeyOf(company.Name))).ToList();
        await using var server = await SimulatorServer.StartAsync();
        keys.Add(server.Control.IssueKey());
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^fa4e[0-9a-f]{36}$", key));
        Assert.Equal(MagicKeys.All.Count, MagicKeys.All.Select(magic => magic.Name).Distinct().Count());
    }
}
