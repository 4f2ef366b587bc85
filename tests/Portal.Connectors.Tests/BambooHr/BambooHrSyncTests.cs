using System.Security.Cryptography;
using System.Text;
using Portal.Connectors.Sdk;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>Whole syncs over real HTTP, compared with what the simulator knows to be true, person by person.</summary>
public sealed class BambooHrSyncTests
{
    private static readonly Dictionary<string, string> Lists = new() { ["onboardingTaskLists"] = "New hire onboarding" };

    [Theory]
    [InlineData(Companies.Acme, 0)]
    [InlineData(Companies.Northwind, 0)]
    [InlineData(Companies.Northwind, 47)]
    [InlineData(Companies.Fabrikam, 0)]
    [InlineData(Companies.Contoso, 101)]
    [InlineData(Companies.BigCo, 0)]
    public async Task Collect_EveryCompany_FindsWhatIsTrue(string company, int daysLater)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        simulated.Clock.Advance(TimeSpan.FromDays(daysLater));
        var zone = simulated.Server.Control.Company(company).TimeZone;
        var truth = simulated.Server.Control.FactsOf(company);

        var found = await simulated.CollectAsync(MagicKeys.Good, company, new Dictionary<string, string>(Lists) { ["companyZone"] = zone });

        Assert.Equal((truth.Active, EvidenceResult.Satisfied), (found.Active.ActiveEmployees, found.Active.Result));
        var windowStart = truth.Day.AddDays(-30);
        var expected = truth.Leavers.Where(l => l.Date >= windowStart)
            .Select(l => (l.Eeid, l.Date, l.Date > truth.Day || (l.StillActive && l.Date == truth.Day) ? "scheduled" : l.StillActive ? "review" : "counted"))
            .Order().ToList();
        Assert.Equal(expected, found.Members("bamboohr.terminations").Select(m => (m.SubjectId, m.Date, m.Disposition)).Order());
        Assert.Equal(
            (expected.Count(e => e.Item3 == "counted"), expected.Count(e => e.Item3 == "scheduled"), expected.Count(e => e.Item3 == "review")),
            (found.Terminations.Counted, found.Terminations.Scheduled, found.Terminations.Review));
        Assert.Equal((EvidenceResult.Satisfied, zone), (found.Terminations.Result, found.Draft("bamboohr.terminations").Provenance.Zone));

        var leftAgain = truth.Leavers.Where(l => !l.StillActive).Select(l => l.Eeid).ToHashSet();
        var hires = truth.NewHires.Where(h => h.Hired >= truth.Day.AddDays(-90) && !leftAgain.Contains(h.Eeid)).ToList();
        Assert.Equal(
            ("employee_tasks", hires.Count, hires.Sum(h => h.Tasks), hires.Sum(h => h.Completed), hires.Sum(h => h.Overdue)),
            (found.Onboarding.Rung, found.Onboarding.NewHires, found.Onboarding.Total, found.Onboarding.Completed, found.Onboarding.Overdue));
        Assert.Equal(hires.Select(h => (h.Eeid, h.Hired)).Order(), found.Members("bamboohr.onboarding_completion").Select(m => (m.SubjectId, m.Date)).Order());
        Assert.Empty(found.Suspicions);
    }

    [Fact]
    public async Task Collect_Order_MembersComeBeforeTheDraftOfTheirKind_AndFactsLast()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var progress = new Recorder<CollectionStep>();

        var found = await Collected.FromAsync(simulated.Connector.CollectAsync(simulated.Session(MagicKeys.Good, settings: Lists), progress, CancellationToken.None));

        Assert.Equal(
            [
                "CapabilityReport", "EvidenceDraft bamboohr.active_employees", "PopulationMember bamboohr.terminations", "EvidenceDraft bamboohr.terminations",
                "PopulationMember bamboohr.onboarding_completion", "EvidenceDraft bamboohr.onboarding_completion", "RunFacts",
            ],
            found.Items.Select(i => i switch
            {
                EvidenceDraft d => $"EvidenceDraft {d.Kind}",
                PopulationMember m => $"PopulationMember {m.Kind}",
                _ => i.GetType().Name,
            }).Distinct());
        Assert.Equal(
            ["sign_in", "fields", "active_employees", "terminations", "onboarding", "privilege"],
            progress.Reports.Where(s => s.State is StepState.Done).Select(s => s.Key));
        Assert.Equal((200L, 200L), (progress.Reports.Single(s => s is { Key: "active_employees", State: StepState.Done }).Done, progress.Reports.Single(s => s is { Key: "active_employees", State: StepState.Done }).Total));
    }

    /// <summary>"Done" beside "not available" would be a lie about the step.</summary>
    [Fact]
    public async Task Collect_KeyThatHidesAField_MarksTheStepsThatLackIt()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var progress = new Recorder<CollectionStep>();

        await Collected.FromAsync(simulated.Connector.CollectAsync(simulated.Session(MagicKeys.LimitedFields, settings: Lists), progress, CancellationToken.None));

        Assert.Equal(
            [("fields", "Not visible: terminationDate."), ("terminations", "fields_not_exposed")],
            progress.Reports.Where(s => s.State is StepState.Warned).Select(s => (s.Key, s.Note)));
        Assert.Equal(["sign_in", "active_employees", "onboarding", "privilege"], progress.Reports.Where(s => s.State is StepState.Done).Select(s => s.Key));
    }

    [Fact]
    public async Task Collect_NothingChanged_GivesTheSamePayloads_AndOnlyProvenanceMoves()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var first = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);
        simulated.Clock.Advance(TimeSpan.FromHours(3));

        var second = await simulated.CollectAsync(MagicKeys.Replacement, settings: Lists, previousFacts: first.Facts);

        foreach (var draft in first.Items.OfType<EvidenceDraft>())
        {
            var again = second.Draft(draft.Kind);
            Assert.Equal((draft.Payload.ToJsonString(), draft.Subject, draft.SchemaVersion), (again.Payload.ToJsonString(), again.Subject, again.SchemaVersion));
            Assert.Equal(TimeSpan.FromHours(3), again.Provenance.VendorClock - draft.Provenance.VendorClock);
        }
        Assert.Equal(first.Items.OfType<PopulationMember>(), second.Items.OfType<PopulationMember>());
    }

    [Fact]
    public async Task Collect_EveryPayload_IsOfItsSchema()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        foreach (var key in new[] { MagicKeys.Good, MagicKeys.LimitedFields, MagicKeys.StatusHidden, MagicKeys.NoOnboardingSource, MagicKeys.DatasetsMissing })
        {
            var found = await simulated.CollectAsync(key, settings: Lists);
            foreach (var kind in simulated.Connector.Manifest.EvidenceKinds)
            {
                var draft = found.Draft(kind.Kind);
                Assert.Empty(OpenApi.JsonSchemaCheck.Faults(System.Text.Json.Nodes.JsonNode.Parse(kind.SchemaJson), draft.Payload));
                Assert.Equal(draft.Result is EvidenceResult.Satisfied, draft.ReasonCode is null);
                Assert.Equal(draft.ReasonCode, draft.Payload["reason"]?.GetValue<string>());
                Assert.Equal(draft.Result.ToString(), draft.Payload["result"]!.GetValue<string>(), ignoreCase: true);
            }
        }
    }

    [Fact]
    public async Task Collect_ActiveEmployees_DigestCanBeRecomputedFromTheIds()
    {
        var ids = Enumerable.Range(95, 20).ToList();
        var canned = new CannedBambooHr { People = [.. ids.Select(id => CannedBambooHr.Person($"{id}"))] };
        var few = new CannedBambooHr { People = [.. ids.Skip(1).Select(id => CannedBambooHr.Person($"{id}"))] };

        var found = await canned.CollectAsync();

        Assert.Equal((20, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(ids.Select(id => $"{id}\n")))))), (found.Active.ActiveEmployees, found.Active.Digest));
        // Few ids could be found by trying until the digest fits.
        Assert.Null((await few.CollectAsync()).Active.Digest);
    }

    [Fact]
    public async Task Collect_Provenance_SaysWhatWasAskedAndKept()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var provenance = (await simulated.CollectAsync(MagicKeys.Good, Companies.BigCo, Lists)).Draft("bamboohr.active_employees").Provenance;

        Assert.Equal(("POST /api/v2/datasets/employee/data", 5, 5000L, 5000L), (provenance.Endpoint, provenance.Pages, provenance.ProviderTotal, provenance.Kept));
        Assert.Equal(
            """{"fields":["eeid","status"],"filter":"status eq \u0027Active\u0027","rowsRead":5000,"inIdOrder":true,"passes":1}""", provenance.Parameters.ToJsonString());
        Assert.Equal(SimulatedBambooHr.Noon, provenance.VendorClock);
    }

    [Fact]
    public async Task Collect_CompanyZone_DecidesWhichDayItIs()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var east = await simulated.CollectAsync(MagicKeys.Good, settings: new Dictionary<string, string> { ["companyZone"] = "Pacific/Kiritimati" });
        var west = await simulated.CollectAsync(MagicKeys.Good, settings: new Dictionary<string, string> { ["companyZone"] = "Pacific/Midway" });

        Assert.Equal(("2026-06-16", "Pacific/Kiritimati"), Day(east));
        Assert.Equal(("2026-06-15", "Pacific/Midway"), Day(west));

        static (string, string?) Day(Collected found)
        {
            var provenance = found.Draft("bamboohr.terminations").Provenance;
            return (provenance.Parameters["today"]!.GetValue<string>(), provenance.Zone);
        }
    }

    [Fact]
    public async Task Collect_CancelledMidway_StopsWithoutAnError()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        using var cancel = new CancellationTokenSource();
        var progress = new CancelOnRows(cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Collected.FromAsync(simulated.Connector.CollectAsync(simulated.Session(MagicKeys.Good, Companies.BigCo), progress, cancel.Token)));
    }

    private sealed class CancelOnRows(CancellationTokenSource cancel) : IProgress<CollectionStep>
    {
        public void Report(CollectionStep value)
        {
            if (value.Done > 0)
            {
                cancel.Cancel();
            }
        }
    }
}
