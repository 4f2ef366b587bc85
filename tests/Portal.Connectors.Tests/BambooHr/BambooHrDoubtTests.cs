using Portal.Connectors.Sdk;
using Portal.Simulator;
using static Portal.Connectors.Tests.BambooHr.CannedBambooHr;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>Numbers that must not be believed, and answers that look fine and are not.</summary>
public sealed class BambooHrDoubtTests
{
    private static readonly Dictionary<string, string> Lists = new() { ["onboardingTaskLists"] = "New hire onboarding" };

    [Fact]
    public async Task Collect_HeadcountCliff_DoubtsEverything()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var first = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);
        simulated.Server.Control.DropHeadcount(Companies.Acme);

        var second = await simulated.CollectAsync(MagicKeys.Good, settings: Lists, previousFacts: first.Facts);

        Assert.Equal(["headcount_cliff"], second.Suspicions);
        AssertDoubted(second, "headcount_cliff");
    }

    [Fact]
    public async Task Collect_KeyWhosePermissionsShrank_IsMissingFields()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var first = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);

        var second = await simulated.CollectAsync(MagicKeys.LimitedFields, settings: Lists, previousFacts: first.Facts);

        Assert.Equal(["missing_fields"], second.Suspicions);
        Assert.Contains("terminationDate", second.Items.OfType<SuspicionRaised>().Single().Message, StringComparison.Ordinal);
        AssertDoubted(second, "missing_fields");
        // Consented to from the start, the same key is limited, not suspicious.
        Assert.Empty((await simulated.CollectAsync(MagicKeys.LimitedFields, settings: Lists)).Suspicions);
    }

    [Fact]
    public async Task Collect_LeaveDatesTurnNull_IsANullSpike_AndNeverAnAttestedZero()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var first = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);
        simulated.Server.Control.ChangeCompany(Companies.Acme, c => c with { NullFields = new HashSet<string> { "terminationDate" } });

        var second = await simulated.CollectAsync(MagicKeys.Good, settings: Lists, previousFacts: first.Facts);
        var asFirst = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);

        Assert.Equal(["null_spike"], second.Suspicions);
        AssertDoubted(second, "null_spike");
        Assert.Empty(asFirst.Suspicions);
        Assert.Equal((EvidenceResult.Inconclusive, "null_spike", false), (asFirst.Terminations.Result, asFirst.Terminations.Reason, asFirst.Terminations.AttestedZero));
        Assert.Equal(EvidenceResult.Satisfied, asFirst.Active.Result);
    }

    [Fact]
    public async Task Collect_CompletionTurnsNull_IsANullSpike()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var first = await simulated.CollectAsync(MagicKeys.Good, settings: Lists);
        simulated.Server.Control.ChangeCompany(Companies.Acme, c => c with { NullFields = new HashSet<string> { "taskCompleted", "taskCompletedDate" } });

        Assert.Equal(["null_spike"], (await simulated.CollectAsync(MagicKeys.Good, settings: Lists, previousFacts: first.Facts)).Suspicions);
    }

    [Theory]
    [InlineData("boundary grows")]
    [InlineData("boundary shrinks")]
    public async Task Collect_ListMovesWhileRead_IsReadAgainUntilItStandsStill(string behaviour)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();
        var key = MagicKeys.All.Single(k => k.Name == behaviour).Key;

        var found = await simulated.CollectAsync(key, Companies.BigCo, Lists);

        Assert.Equal((5000L, EvidenceResult.Satisfied), (found.Active.ActiveEmployees!.Value + (behaviour == "boundary shrinks" ? 1 : 0), found.Active.Result));
        Assert.Equal(2, found.Draft("bamboohr.active_employees").Provenance.Parameters["passes"]!.GetValue<int>());
        Assert.Empty(found.Suspicions);
    }

    [Fact]
    public async Task Collect_TotalNeverAgrees_IsTotalMismatchAfterThreeReadings()
    {
        var questions = 0;
        var canned = new CannedBambooHr { Rows = _ => Enumerable.Range(1, 3 + (questions++ % 2)).Select(i => Person($"{i}")).ToList() };

        var found = await canned.CollectAsync();

        Assert.Contains("total_mismatch", found.Suspicions);
        AssertDoubted(found, "total_mismatch");
        Assert.Equal(3, found.Draft("bamboohr.active_employees").Provenance.Parameters["passes"]!.GetValue<int>());
    }

    [Fact]
    public async Task Collect_PersonTwiceAtASeam_IsNoticedEvenWhenTotalsAgree()
    {
        // 1 2 | 2 3: four rows, a total of four, three people.
        var canned = new CannedBambooHr { People = [Person("1"), Person("2"), Person("2"), Person("3")] };

        Assert.Equal(["total_mismatch"], (await canned.CollectAsync()).Suspicions);
    }

    [Theory]
    [InlineData("by number", true)]
    [InlineData("by text", true)]
    [InlineData("not at all", false)]
    public async Task Collect_OrderOfIds_GivesADigestOnlyWhenItIsKept(string order, bool hasDigest)
    {
        var ids = Enumerable.Range(1, 30);
        var sent = order switch
        {
            "by number" => ids.Select(i => $"{i}"),
            "by text" => ids.Select(i => $"{i}").Order(StringComparer.Ordinal),
            _ => ids.Reverse().Select(i => $"{i}"),
        };
        var canned = new CannedBambooHr { People = [.. sent.Select(id => Person(id))] };

        var found = await canned.CollectAsync();

        Assert.Equal((30L, hasDigest, EvidenceResult.Satisfied), (found.Active.ActiveEmployees, found.Active.Digest is not null, found.Active.Result));
        Assert.Equal(hasDigest, found.Draft("bamboohr.active_employees").Provenance.Parameters["inIdOrder"]!.GetValue<bool>());
        Assert.Empty(found.Suspicions);
    }

    [Fact]
    public async Task Collect_VendorIgnoresFilters_CountsTheSame()
    {
        var canned = new CannedBambooHr
        {
            People = [Person("1"), Person("2", "Inactive", left: "2026-06-01"), Person("3", "Inactive", left: "2020-06-01"), Person("4", left: "2026-07-01")],
        };

        var found = await canned.CollectAsync();

        Assert.Equal(2, found.Active.ActiveEmployees);
        Assert.Equal((1, 1, 0, false), (found.Terminations.Counted, found.Terminations.Scheduled, found.Terminations.Review, found.Terminations.AttestedZero));
    }

    [Fact]
    public async Task Collect_VendorMisreadsTheDateFilter_ZeroIsNotBelieved()
    {
        // A date literal that BambooHR compares as something else: 200, and an empty list.
        List<Dictionary<string, string?>> people = [Person("1"), Person("2", "Inactive", left: "2026-06-01")];
        var canned = new CannedBambooHr { Rows = q => q["filter"]?.ToString().Contains("Date ge", StringComparison.Ordinal) == true ? [] : people };

        var found = await canned.CollectAsync();

        Assert.Equal((1, false), (found.Terminations.Counted, found.Terminations.AttestedZero));
        Assert.True(found.Draft("bamboohr.terminations").Provenance.Parameters["zeroCheckedWithoutFilter"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Collect_VendorMisreadsTheDateFilter_NewcomersAreFoundAllTheSame()
    {
        var newcomer = Person("1", hired: "2026-06-01");
        IEnumerable<Dictionary<string, string?>> tasks = new[] { "Sign", "Learn" }.Select(name => new Dictionary<string, string?>(newcomer)
        {
            ["taskName"] = name,
            ["taskTasklist"] = "New hire onboarding",
            ["taskDueDate"] = "2026-06-05",
            ["taskCompleted"] = "true",
            ["taskCompletedDate"] = null,
        });
        var canned = new CannedBambooHr
        {
            Rows = q => q["filter"]?.ToString().Contains("Date ge", StringComparison.Ordinal) == true ? []
                : q["fields"]!.ToJsonString().Contains("taskName", StringComparison.Ordinal) ? [.. tasks] : [newcomer],
        };

        var found = await canned.CollectAsync(settings: Lists);

        Assert.Equal(
            ("employee_tasks", 1, 2, EvidenceResult.Satisfied),
            (found.Onboarding.Rung, found.Onboarding.NewHires, found.Onboarding.DueCompleted, found.Onboarding.Result));
    }

    [Fact]
    public async Task Collect_NobodyLeft_IsAttestedByASecondReading()
    {
        var canned = new CannedBambooHr { Rows = q => q["filter"]?.ToString().Contains("Date ge", StringComparison.Ordinal) == true ? [] : [Person("1"), Person("2", "Inactive", left: "2020-06-01")] };

        var found = await canned.CollectAsync();

        Assert.Equal((0, true, EvidenceResult.Satisfied), (found.Terminations.Counted, found.Terminations.AttestedZero, found.Terminations.Result));
        Assert.Equal(2, found.Draft("bamboohr.terminations").Provenance.ProviderTotal);
    }

    [Fact]
    public async Task Collect_FutureHireWithoutLeaveDate_IsNotAHollowColumn()
    {
        var canned = new CannedBambooHr { People = [Person("1"), Person("2", "Inactive", hired: "2026-07-01")] };

        var found = await canned.CollectAsync();

        Assert.Equal((0, true, EvidenceResult.Satisfied), (found.Terminations.Counted, found.Terminations.AttestedZero, found.Terminations.Result));
    }

    [Fact]
    public async Task Collect_FieldListedButNeverSent_IsMissingFields()
    {
        var person = Person("1");
        person.Remove("terminationDate");
        var canned = new CannedBambooHr { People = [person] };

        Assert.Equal(["missing_fields"], (await canned.CollectAsync()).Suspicions);
    }

    [Fact]
    public async Task Collect_NobodyVisible_IsNeverAZero()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = await simulated.CollectAsync(MagicKeys.Good, Companies.Empty, Lists);

        Assert.Equal((null, EvidenceResult.Inconclusive, "no_employees_visible"), (found.Active.ActiveEmployees, found.Active.Result, found.Active.Reason));
        Assert.Equal((null, EvidenceResult.Inconclusive, "no_employees_visible"), (found.Terminations.Counted, found.Terminations.Result, found.Terminations.Reason));
        Assert.Equal((null, EvidenceResult.Inconclusive, "no_employees_visible"), (found.Onboarding.Rate, found.Onboarding.Result, found.Onboarding.Reason));
    }

    [Fact]
    public async Task Collect_StatusHidden_IsNotAvailableAndWithoutNumbers()
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = await simulated.CollectAsync(MagicKeys.StatusHidden, settings: Lists);

        Assert.Equal((null, EvidenceResult.NotAvailable, "fields_not_exposed"), (found.Active.ActiveEmployees, found.Active.Result, found.Active.Reason));
        Assert.Equal((null, EvidenceResult.NotAvailable, "fields_not_exposed"), (found.Terminations.Counted, found.Terminations.Result, found.Terminations.Reason));
        Assert.Equal(
            [("status", false), ("hireDate", false), ("eeid", true), ("terminationDate", true)],
            found.Items.OfType<CapabilityReport>().Single().Capabilities.Where(c => c.Key is "status" or "hireDate" or "eeid" or "terminationDate")
                .Select(c => (c.Key, c.Visible)).OrderBy(c => c.Visible).ThenByDescending(c => c.Key == "status").ThenBy(c => c.Key == "terminationDate"));
    }

    [Theory]
    [InlineData("over-privileged", "over_privileged")]
    [InlineData("owner disabled", "owner_inactive")]
    public async Task Collect_KeyThatCanDoTooMuchOrIsAboutToDie_Warns(string behaviour, string warning)
    {
        await using var simulated = await SimulatedBambooHr.StartAsync();

        var found = await simulated.CollectAsync(MagicKeys.All.Single(k => k.Name == behaviour).Key, settings: Lists);

        Assert.Equal([warning], found.Warnings);
        Assert.Empty(found.Suspicions);
        Assert.Equal(EvidenceResult.Satisfied, found.Active.Result);
    }

    [Fact]
    public async Task Collect_OwnerNotAmongActivePeople_WarnsWhereUsersCannotBeSeen()
    {
        var canned = new CannedBambooHr { People = [Person("1"), Person("9")] };
        Assert.Contains("owner_inactive", (await canned.CollectAsync()).Warnings);

        var withOwner = new CannedBambooHr { People = [Person("1"), Person("8")] };
        Assert.DoesNotContain("owner_inactive", (await withOwner.CollectAsync()).Warnings);
    }

    private static void AssertDoubted(Collected found, string reason)
    {
        Assert.All(found.Items.OfType<EvidenceDraft>(), draft =>
        {
            Assert.Equal((EvidenceResult.Inconclusive, reason), (draft.Result, draft.ReasonCode));
            Assert.Equal(("inconclusive", reason), (draft.Payload["result"]!.GetValue<string>(), draft.Payload["reason"]!.GetValue<string>()));
        });
    }
}
