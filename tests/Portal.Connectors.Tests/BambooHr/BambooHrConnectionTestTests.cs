using Portal.Connectors.Sdk;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class BambooHrConnectionTestTests
{
    private static readonly string[] WholeChecklist = ["reach", "sign_in", "fields", "active_employees", "terminations", "onboarding", "privilege"];

    [Fact]
    public async Task Test_GoodKey_PassesEveryLine_InOrder_LiveAndWithItsKind()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var progress = new Recorder<CheckResult>();

        var report = await simulated.Connector.TestAsync(simulated.Session(MagicKeys.Good), progress, CancellationToken.None);

        Assert.Equal((TestVerdict.Passed, null), (report.Verdict, report.Error));
        Assert.Equal(WholeChecklist.Select(key => (key, StepState.Done)), report.Checks.Select(c => (c.Key, c.State)));
        Assert.Equal(
            [null, null, null, "bamboohr.active_employees", "bamboohr.terminations", "bamboohr.onboarding_completion", null],
            report.Checks.Select(c => c.EvidenceKind));
        Assert.Equal(WholeChecklist.SelectMany(key => new[] { (key, StepState.Running), (key, StepState.Done) }), progress.Reports.Select(c => (c.Key, c.State)));
        Assert.StartsWith("200 people.", report.Checks.Single(c => c.Key == "active_employees").Message, StringComparison.Ordinal);
        Assert.Equal(
            [("eeid", true), ("status", true), ("hireDate", true), ("terminationDate", true), ("employeeTasks", true), ("users", true)],
            report.Capabilities.Select(c => (c.Key, c.Visible)));
    }

    [Fact]
    public async Task Test_AsksForCountsOnly_AndNeverForMoreThanOneRow()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        await simulated.TestAsync(MagicKeys.Good, Companies.BigCo);

        Assert.Equal(
            [
                """GET /api/v1/employees/0?fields=id """,
                """GET /api/v1_2/datasets/employee/fields?page=1&page_size=1000 """,
                """POST /api/v2/datasets/employee/data {"fields":["eeid","status"],"filter":"status eq \u0027Active\u0027","orderBy":"eeid asc","page":1,"pageSize":1}""",
                """POST /api/v2/datasets/employee/data {"fields":["eeid","status","terminationDate"],"filter":"terminationDate ge \u00272026-05-16\u0027","orderBy":"eeid asc","page":1,"pageSize":1}""",
                """GET /api/v1/meta/users """,
            ],
            simulated.Server.Requests.Select(r => $"{r.Method} {r.PathAndQuery} {r.Body}"));
    }

    [Theory]
    [InlineData("limited fields", "fields,terminations")]
    [InlineData("status hidden", "fields,active_employees,terminations")]
    [InlineData("no onboarding source", "onboarding")]
    [InlineData("training forbidden", "onboarding")]
    [InlineData("training not in plan", "onboarding")]
    public async Task Test_TooLittlePermission_IsLimited_WithAFixOnEachLine(string behaviour, string warned)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var report = await simulated.TestAsync(KeyOf(behaviour));

        Assert.Equal((TestVerdict.Limited, null), (report.Verdict, report.Error));
        Assert.Equal(warned, string.Join(',', report.Checks.Where(c => c.State is StepState.Warned).Select(c => c.Key)));
        Assert.All(report.Checks.Where(c => c.State is StepState.Warned), c => Assert.False(string.IsNullOrWhiteSpace(c.Fix)));
        Assert.Equal(WholeChecklist, report.Checks.Select(c => c.Key));
    }

    [Fact]
    public async Task Test_NobodyVisible_IsLimited()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var report = await simulated.TestAsync(MagicKeys.Good, Companies.Empty);

        Assert.Equal(TestVerdict.Limited, report.Verdict);
        Assert.Equal(StepState.Warned, report.Checks.Single(c => c.Key == "active_employees").State);
    }

    [Theory]
    [InlineData("over-privileged", "6 fields")]
    [InlineData("owner disabled", "disabled")]
    public async Task Test_PrivilegeWarning_DoesNotStandInTheWay(string behaviour, string says)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var report = await simulated.TestAsync(KeyOf(behaviour));

        Assert.Equal(TestVerdict.Passed, report.Verdict);
        Assert.Equal(StepState.Warned, report.Checks[^1].State);
        Assert.Contains(says, report.Checks[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("datasets missing")]
    [InlineData("date filters rejected")]
    [InlineData("filters rejected")]
    [InlineData("owner is no employee")]
    [InlineData("users forbidden")]
    public async Task Test_AccountThatIsDifferentButFine_Passes(string behaviour)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        Assert.Equal(TestVerdict.Passed, (await simulated.TestAsync(KeyOf(behaviour))).Verdict);
    }

    [Theory]
    [InlineData("rejected", "sign_in", ConnectorErrorCode.KeyRejected)]
    [InlineData("key or subdomain", "sign_in", ConnectorErrorCode.KeyOrAccount)]
    [InlineData("locked out", "sign_in", ConnectorErrorCode.LockedOut)]
    [InlineData("rate limited for good", "sign_in", ConnectorErrorCode.RateLimited)]
    [InlineData("no data", "fields", ConnectorErrorCode.PermissionDenied)]
    [InlineData("unavailable", "reach", ConnectorErrorCode.ProviderDown)]
    [InlineData("redirect", "reach", ConnectorErrorCode.UnknownAccount)]
    [InlineData("next link elsewhere", "active_employees", ConnectorErrorCode.AnswerLeadsElsewhere)]
    public async Task Test_Failure_EndsAtItsLine_AndIsRefused(string behaviour, string at, ConnectorErrorCode code)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var report = await simulated.TestAsync(KeyOf(behaviour));

        Assert.Equal((TestVerdict.Refused, code), (report.Verdict, report.Error!.Code));
        Assert.Equal(WholeChecklist.TakeWhile(key => key != at).Append(at), report.Checks.Select(c => c.Key));
        Assert.Equal((StepState.Failed, report.Error.Message), (report.Checks[^1].State, report.Checks[^1].Message));
        Assert.All(report.Checks.SkipLast(1), c => Assert.Equal(StepState.Done, c.State));
    }

    private static string KeyOf(string behaviour) => MagicKeys.All.Single(k => k.Name == behaviour).Key;
}
