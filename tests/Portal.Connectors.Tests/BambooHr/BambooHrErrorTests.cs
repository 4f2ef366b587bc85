using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>One row of the README's error table each.</summary>
public sealed class BambooHrErrorTests
{
    private const string Data = "/datasets/employee/data";

    [Fact]
    public async Task Collect_RejectedKey_IsTriedOnceAndNeedsReauth()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var error = await simulated.FailToCollectAsync(MagicKeys.Rejected);

        Assert.Equal(ConnectorErrorCode.KeyRejected, error.Code);
        Assert.Equal((401, "API key not provided or invalid", "GET /api/v1/employees/0"), (error.ProviderStatus, error.ProviderMessage, error.Request));
        Assert.True(error.NeedsReauth);
        Assert.False(error.IsTransient);
        Assert.Single(simulated.Server.Requests);
    }

    [Fact]
    public async Task Collect_KeyRevokedMidway_StopsAtTheFirst401()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(FaultKind.KeyRejected) { OnPath = Data, After = 1 } });

        var error = await simulated.FailToCollectAsync(key);

        Assert.Equal(ConnectorErrorCode.KeyRejected, error.Code);
        Assert.Equal("POST /api/v2/datasets/employee/data", error.Request);
        Assert.Equal(4, simulated.Server.Requests.Count);
    }

    [Fact]
    public async Task Collect_LockedOut_IsToldFromAMissingPermission()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var locked = await simulated.FailToCollectAsync(MagicKeys.LockedOut);
        var forbidden = await simulated.FailToCollectAsync(MagicKeys.DataForbidden);

        Assert.Equal((ConnectorErrorCode.LockedOut, true), (locked.Code, locked.NeedsReauth));
        Assert.Equal("API access has been disabled for a while", locked.ProviderMessage);
        Assert.Equal((ConnectorErrorCode.PermissionDenied, false), (forbidden.Code, forbidden.NeedsReauth));
    }

    [Theory]
    [InlineData("nobody-here", 404)]
    [InlineData(Companies.MovedAway, 302)]
    public async Task Collect_UnknownCompany_IsUnknownAccount_AndNoRedirectIsFollowed(string company, int status)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var error = await simulated.FailToCollectAsync(MagicKeys.Good, company);

        Assert.Equal((ConnectorErrorCode.UnknownAccount, status), (error.Code, error.ProviderStatus));
        Assert.Contains($"https://{company}.bamboohr.com", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.RateLimitedSeconds, 429)]
    [InlineData(FaultKind.RateLimitedHttpDate, 429)]
    [InlineData(FaultKind.BusyRetryAfter, 503)]
    public async Task Collect_RateLimited_SaysHowLong_AndDoesNotWait(FaultKind kind, int status)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(kind) { RetryAfterSeconds = 90 } });

        var error = await simulated.FailToCollectAsync(key);

        Assert.Equal((ConnectorErrorCode.RateLimited, status, TimeSpan.FromSeconds(90)), (error.Code, error.ProviderStatus, error.RetryAfter));
        Assert.True(error.IsTransient);
        Assert.Single(simulated.Server.Requests);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.ServerError, 500)]
    public async Task Collect_ProviderDown_IsRepeatedTwice_ThenReported(FaultKind kind, int status)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(kind) });

        var error = await simulated.FailToCollectAsync(key);

        Assert.Equal((ConnectorErrorCode.ProviderDown, status), (error.Code, error.ProviderStatus));
        Assert.Equal(3, simulated.Server.Requests.Count);
    }

    [Fact]
    public async Task Collect_MomentaryFault_IsHealedWithinTheCall()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(FaultKind.Unavailable) { OnPath = Data, Times = 2 } });

        Assert.Equal(200, (await simulated.CollectAsync(key)).Active.ActiveEmployees);
    }

    [Fact]
    public async Task Collect_NoAnswer_TimesOut()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync(o => o.RequestTimeout = TimeSpan.FromMilliseconds(200));

        var error = await simulated.FailToCollectAsync(MagicKeys.Hangs);

        Assert.Equal(ConnectorErrorCode.TimedOut, error.Code);
        Assert.True(error.IsTransient);
        Assert.Single(simulated.Server.Requests);
    }

    [Theory]
    [InlineData(FaultKind.ResetMidBody, ConnectorErrorCode.ConnectionBroken)]
    [InlineData(FaultKind.TruncatedJson, ConnectorErrorCode.MalformedAnswer)]
    [InlineData(FaultKind.HtmlPage, ConnectorErrorCode.MalformedAnswer)]
    [InlineData(FaultKind.XmlAnswer, ConnectorErrorCode.MalformedAnswer)]
    [InlineData(FaultKind.Redirect, ConnectorErrorCode.UnexpectedAnswer)]
    public async Task Collect_SpoiledPageInTheMiddle_YieldsNothingAtAll(FaultKind kind, ConnectorErrorCode expected)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(kind) { OnPath = Data, After = 2 } });
        var items = new List<CollectedItem>();

        var failed = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var item in simulated.Connector.CollectAsync(simulated.Session(key, Companies.BigCo), new Recorder<CollectionStep>(), CancellationToken.None))
            {
                items.Add(item);
            }
        });

        Assert.Equal(expected, failed.Error.Code);
        Assert.Empty(items);
    }

    [Theory]
    [InlineData(FaultKind.HtmlPage)]
    [InlineData(FaultKind.Redirect)]
    public async Task Collect_HtmlOrRedirectOnFirstContact_IsUnknownAccount(FaultKind kind)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Fault = new FaultScript(kind) });

        Assert.Equal(ConnectorErrorCode.UnknownAccount, (await simulated.FailToCollectAsync(key)).Code);
    }

    [Fact]
    public async Task Collect_NextLinkOnAnotherHost_IsRefused()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var error = await simulated.FailToCollectAsync(MagicKeys.NextLinkElsewhere);

        Assert.Equal(ConnectorErrorCode.AnswerLeadsElsewhere, error.Code);
        Assert.Contains("elsewhere.example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_NobodyListens_IsConnectionBroken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var closed = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        await using var simulated = await SimulatedBambooHr.StartAsync(o => o.BaseAddress = new Uri($"http://127.0.0.1:{closed}/"));

        Assert.Equal(ConnectorErrorCode.ConnectionBroken, (await simulated.FailToCollectAsync(MagicKeys.Good)).Code);
    }

    [Fact]
    public async Task Test_401WithoutBambooHrsHeader_CannotTellKeyFromAccount_ButASyncCan()
    {
        var canned = new CannedBambooHr { Instead = _ => CannedBambooHr.Status(HttpStatusCode.Unauthorized) };

        var report = await canned.TestAsync();
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => canned.CollectAsync());

        Assert.Equal((TestVerdict.Refused, ConnectorErrorCode.KeyOrAccount), (report.Verdict, report.Error!.Code));
        Assert.Equal(ConnectorErrorCode.KeyRejected, failed.Error.Code);
    }

    [Fact]
    public async Task Test_MagicKeyForBoth_CannotTellKeyFromAccount()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var report = await simulated.TestAsync(MagicKeys.RefusedWithoutReason);

        Assert.Equal((TestVerdict.Refused, ConnectorErrorCode.KeyOrAccount, 401, null),
            (report.Verdict, report.Error!.Code, report.Error.ProviderStatus, report.Error.ProviderMessage));
    }

    [Theory]
    [InlineData("""{"data":[{"fields":{"eeid":"1","status":"Active"}}]}""")]
    [InlineData("""{"data":[{"fields":{"status":"Active"}}],"meta":{"totalItems":1}}""")]
    [InlineData("""{"data":["x"],"meta":{"totalItems":1}}""")]
    [InlineData("""{"data":[],"meta":{"totalItems":0}} {"more":1}""")]
    [InlineData("\"text\"")]
    [InlineData("")]
    public async Task Collect_AnswerOfTheWrongShape_IsMalformed(string body)
    {
        var canned = new CannedBambooHr
        {
            Instead = line => line == BambooHrManifest.DataRead ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) } : null,
        };

        Assert.Equal(ConnectorErrorCode.MalformedAnswer, (await Assert.ThrowsAsync<ConnectorException>(() => canned.CollectAsync())).Error.Code);
    }

    [Fact]
    public async Task Error_ProviderMessage_IsDeduplicatedShortAndOnOneLine()
    {
        var canned = new CannedBambooHr
        {
            Instead = line =>
            {
                if (line != BambooHrManifest.DataRead)
                {
                    return null;
                }
                var answer = CannedBambooHr.Json(new JsonObject { ["code"] = "SOME_CODE", ["title"] = new string('t', 300) });
                answer.StatusCode = HttpStatusCode.Conflict;
                answer.Headers.TryAddWithoutValidation("X-Request-ID", "abc-1");
                return answer;
            },
        };

        var error = (await Assert.ThrowsAsync<ConnectorException>(() => canned.CollectAsync())).Error;

        Assert.Equal(ConnectorErrorCode.UnexpectedAnswer, error.Code);
        Assert.Equal($"SOME_CODE: {new string('t', 189)}…", error.ProviderMessage);
        Assert.Equal("abc-1", error.ProviderRequestId);
    }
}
