using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class OnboardingLadderTests
{
    private static readonly Dictionary<string, string> Lists = new() { ["onboardingTaskLists"] = "new hire onboarding" };
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("good", true, "employee_tasks", "")]
    [InlineData("good", false, "required_trainings", "employee_tasks:no_onboarding_list_configured")]
    [InlineData("no task fields", true, "required_trainings", "employee_tasks:fields_not_exposed")]
    [InlineData("single task row", true, "required_trainings", "employee_tasks:single_row_projection")]
    [InlineData("datasets missing", true, "required_trainings", "employee_tasks:fields_not_exposed")]
    public async Task Collect_FirstRungThatStands_IsUsedAndNamed(string behaviour, bool listsNamed, string rung, string tried)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = await simulated.CollectAsync(KeyOf(behaviour), settings: listsNamed ? Lists : None);

        Assert.Equal((rung, rung), (found.Onboarding.Rung, found.Draft("bamboohr.onboarding_completion").Rung));
        Assert.Equal(tried, string.Join(' ', found.Onboarding.Tried.Select(t => $"{t.Rung}:{t.Reason}")));
        Assert.Equal(rung == "required_trainings", found.Onboarding.Measure.Contains("training", StringComparison.Ordinal));
        Assert.NotNull(found.Onboarding.Rate);
    }

    [Theory]
    [InlineData(Companies.Acme)]
    [InlineData(Companies.Northwind)]
    public async Task Collect_HealthyCompanyWithDefaultSettings_MeetsTheRuleOnEveryDay_RehiresIncluded(string company)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        for (var month = 0; month < 12; month++)
        {
            var found = await simulated.CollectAsync(MagicKeys.Good, company);

            Assert.Equal(("required_trainings", EvidenceResult.Satisfied, 0L), (found.Onboarding.Rung, found.Onboarding.Result, found.Onboarding.Overdue));
            simulated.Clock.Advance(TimeSpan.FromDays(30));
        }
    }

    [Theory]
    [InlineData("no onboarding source", "fields_not_exposed")]
    [InlineData("training not in plan", "feature_not_in_plan")]
    [InlineData("training forbidden", "permission_denied")]
    public async Task Collect_NoRungStands_GivesAReasonAndNoNumber(string behaviour, string reason)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = (await simulated.CollectAsync(KeyOf(behaviour), settings: Lists)).Onboarding;

        Assert.Equal(("not_available", EvidenceResult.NotAvailable, reason), (found.Rung, found.Result, found.Reason));
        Assert.Equal((null, null, null, null), (found.Total, found.Completed, found.Due, found.Rate));
        Assert.Equal(["employee_tasks", "required_trainings", "customer_field"], found.Tried.Select(t => t.Rung));
    }

    [Theory]
    [InlineData("customOnboardingComplete")]
    [InlineData("customOnboarding.customOnboardingComplete")]
    [InlineData("customOnboarding.customCompletedDate")]
    public async Task Collect_CustomersOwnFieldOrTable_AgreesWithTheTasksBehindIt(string field)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var tasks = (await simulated.CollectAsync(MagicKeys.Good, Companies.Contoso, Lists)).Members("bamboohr.onboarding_completion");

        var found = await simulated.CollectAsync(MagicKeys.NoOnboardingSource, Companies.Contoso, new Dictionary<string, string> { ["onboardingField"] = field });

        Assert.Equal("customer_field", found.Onboarding.Rung);
        Assert.Equal((tasks.Count, tasks.Count, tasks.Count(t => t.Disposition == "complete")), (found.Onboarding.NewHires, found.Onboarding.Total, found.Onboarding.Completed));
        Assert.Equal(
            tasks.Where(t => t.Disposition == "complete").Select(t => t.SubjectId),
            found.Members("bamboohr.onboarding_completion").Where(m => m.Disposition == "complete").Select(m => m.SubjectId));
    }

    [Theory]
    [InlineData("noSuchField", "fields_not_exposed")]
    [InlineData("noSuchTable.done", "fields_not_exposed")]
    [InlineData("customOnboarding.noSuchColumn", "fields_not_exposed")]
    public async Task Collect_FieldThatIsNotThere_IsNotExposed(string field, string reason)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = (await simulated.CollectAsync(MagicKeys.NoOnboardingSource, settings: new Dictionary<string, string> { ["onboardingField"] = field })).Onboarding;

        Assert.Equal(("not_available", "customer_field", reason), (found.Rung, found.Tried[2].Rung, found.Tried[2].Reason));
    }

    [Fact]
    public async Task Collect_NobodyHiredInThePeriod_IsProvenAndHasNoRate()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        simulated.Server.Control.SetCompany(new CompanyScript("stable", 12) { MeanTenureDays = 100_000 });

        var found = await simulated.CollectAsync(MagicKeys.Good, "stable", Lists);

        Assert.Equal(("employee_tasks", EvidenceResult.NotAvailable, "no_new_hires_in_period"), (found.Onboarding.Rung, found.Onboarding.Result, found.Onboarding.Reason));
        Assert.Equal((0, 0, null), (found.Onboarding.NewHires, found.Onboarding.Total, found.Onboarding.Rate));
        Assert.True(found.Terminations is { AttestedZero: true, Counted: 0 });
    }

    [Fact]
    public async Task Collect_ListNameThatDoesNotExist_FallsThroughAndSaysSo()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = await simulated.CollectAsync(MagicKeys.Good, settings: new Dictionary<string, string> { ["onboardingTaskLists"] = "Onboarding 2019" });

        Assert.Equal("required_trainings", found.Onboarding.Rung);
        Assert.Contains("None of the configured task lists", found.Items.OfType<CollectionWarning>().Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_NoListNamed_OffersTheListsSeen()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var warning = (await simulated.CollectAsync(MagicKeys.Good)).Items.OfType<CollectionWarning>().Single();

        Assert.Equal(("onboarding", "BambooHR shows these task lists: New hire onboarding; Offboarding. Name those that are onboarding in the connection's settings."),
            (warning.Code, warning.Message));
    }

    [Theory]
    [InlineData(FaultKind.RateLimitedSeconds, "rate_limited")]
    [InlineData(FaultKind.ServerError, "api_error")]
    [InlineData(FaultKind.TruncatedJson, "api_error")]
    public async Task Collect_TrainingsFailForAMoment_StopTheLadder_AndKeepTheRest(FaultKind kind, string reason)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Tasks = TaskData.Absent, Fault = new FaultScript(kind) { OnPath = "/training/record", After = 2 } });

        var found = await simulated.CollectAsync(key, settings: new Dictionary<string, string> { ["onboardingField"] = "customOnboardingComplete" });

        Assert.Equal(("not_available", reason), (found.Onboarding.Rung, found.Onboarding.Reason));
        Assert.Equal((200L, EvidenceResult.Satisfied), (found.Active.ActiveEmployees, found.Active.Result));
    }

    [Fact]
    public async Task Collect_KeyRevokedAtTheTrainings_FailsTheSync()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = simulated.Server.Control.IssueKey(new KeyScript { Tasks = TaskData.Absent, Fault = new FaultScript(FaultKind.KeyRejected) { OnPath = "/training/" } });

        Assert.Equal(ConnectorErrorCode.KeyRejected, (await simulated.FailToCollectAsync(key)).Code);
    }

    [Fact]
    public async Task Collect_NamedTrainings_ReplaceTheRequiredOnes()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = (await simulated.CollectAsync(MagicKeys.TasksAbsent, settings: new Dictionary<string, string> { ["requiredTrainings"] = "first aid" })).Onboarding;

        Assert.Equal(("required_trainings", found.NewHires), (found.Rung, found.Total));
    }

    [Fact]
    public async Task Collect_LateAndForgottenTasks_AreNotSatisfied()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = (await simulated.CollectAsync(MagicKeys.Good, Companies.Contoso, Lists)).Onboarding;

        Assert.Equal((EvidenceResult.NotSatisfied, "below_threshold"), (found.Result, found.Reason));
        Assert.Equal(Math.Round((double)found.DueCompleted!.Value / found.Due!.Value, 4), found.Rate);
    }

    private static string KeyOf(string behaviour) => MagicKeys.All.Single(k => k.Name == behaviour).Key;
}
