using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>The tables, cell by cell.</summary>
public sealed class CoverageRulesTests
{
    private static readonly TimeSpan Cadence = TimeSpan.FromHours(24);
    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(48);

    [Theory]
    [InlineData(0, 0, Freshness.Fresh)]
    [InlineData(26, 0, Freshness.Fresh)]
    [InlineData(26, 1, Freshness.DueSoon)]
    [InlineData(48, 0, Freshness.DueSoon)]
    [InlineData(48, 1, Freshness.Stale)]
    [InlineData(8760, 0, Freshness.Stale)]
    public void Freshness_AtItsBoundaries_TurnsOneTickAfterThem(int hours, int ticks, Freshness expected) =>
        Assert.Equal(expected, CoverageRules.FreshnessOf(TimeSpan.FromHours(hours) + TimeSpan.FromTicks(ticks), Cadence, Grace, StaleAfter));

    [Fact]
    public void Freshness_NeverObserved_IsNeverCollected() =>
        Assert.Equal(Freshness.NeverCollected, CoverageRules.FreshnessOf(null, Cadence, Grace, StaleAfter));

    [Fact]
    public void Freshness_ThresholdsThatCross_TheStricterOneHolds() =>
        Assert.Equal(Freshness.Stale, CoverageRules.FreshnessOf(TimeSpan.FromHours(25), Cadence, Grace, TimeSpan.FromHours(24)));

    [Theory]
    [InlineData(Freshness.Fresh, EvidenceResult.Satisfied, RequirementState.Fresh, RequirementState.Inconclusive)]
    [InlineData(Freshness.Fresh, EvidenceResult.NotSatisfied, RequirementState.Failing, RequirementState.Failing)]
    [InlineData(Freshness.Fresh, EvidenceResult.Inconclusive, RequirementState.Inconclusive, RequirementState.Inconclusive)]
    [InlineData(Freshness.Fresh, EvidenceResult.NotAvailable, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.Fresh, null, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.DueSoon, EvidenceResult.Satisfied, RequirementState.DueSoon, RequirementState.Inconclusive)]
    [InlineData(Freshness.DueSoon, EvidenceResult.NotSatisfied, RequirementState.Failing, RequirementState.Failing)]
    [InlineData(Freshness.DueSoon, EvidenceResult.Inconclusive, RequirementState.Inconclusive, RequirementState.Inconclusive)]
    [InlineData(Freshness.DueSoon, EvidenceResult.NotAvailable, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.DueSoon, null, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.Stale, EvidenceResult.Satisfied, RequirementState.Stale, RequirementState.Stale)]
    [InlineData(Freshness.Stale, EvidenceResult.NotSatisfied, RequirementState.Stale, RequirementState.Stale)]
    [InlineData(Freshness.Stale, EvidenceResult.Inconclusive, RequirementState.Stale, RequirementState.Stale)]
    [InlineData(Freshness.Stale, EvidenceResult.NotAvailable, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.Stale, null, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.NeverCollected, EvidenceResult.Satisfied, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.NeverCollected, EvidenceResult.NotSatisfied, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.NeverCollected, EvidenceResult.Inconclusive, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.NeverCollected, EvidenceResult.NotAvailable, RequirementState.NotCollected, RequirementState.NotCollected)]
    [InlineData(Freshness.NeverCollected, null, RequirementState.NotCollected, RequirementState.NotCollected)]
    public void Requirement_EveryFreshnessAndResult_HasItsState(
        Freshness freshness, EvidenceResult? result, RequirementState living, RequirementState revoked)
    {
        Assert.Equal(living, CoverageRules.StateOf(freshness, result, revoked: false));
        Assert.Equal(revoked, CoverageRules.StateOf(freshness, result, revoked: true));
    }

    [Theory]
    [InlineData((EvidenceResult)99)]
    [InlineData((EvidenceResult)(-1))]
    public void Requirement_ResultNobodyKnows_IsNoPass(EvidenceResult result) =>
        Assert.Equal(RequirementState.NotCollected, CoverageRules.StateOf(Freshness.Fresh, result, revoked: false));

    [Fact]
    public void Control_EveryPairOfRequirementStates_FollowsTheTable()
    {
        var states = Enum.GetValues<RequirementState>();
        var table = states.SelectMany(a => states.Select(b => (a, b, State: CoverageRules.StateOf([Requirement(a), Requirement(b)], true))));

        Assert.All(table, cell => Assert.Equal(Expected(cell.a, cell.b), cell.State));

        // Columns and rows: Fresh, DueSoon, Inconclusive, Stale, NotCollected, Failing.
        static ControlState Expected(RequirementState a, RequirementState b) => new[]
        {
            "CCDDDF",
            "CCDDDF",
            "DDDDDF",
            "DDDUUF",
            "DDDUUF",
            "FFFFFF",
        }[(int)a][(int)b] switch
        {
            'C' => ControlState.Covered,
            'D' => ControlState.Degraded,
            'U' => ControlState.Uncovered,
            _ => ControlState.Failing,
        };
    }

    [Theory]
    [InlineData(RequirementState.Fresh, ControlState.Covered)]
    [InlineData(RequirementState.DueSoon, ControlState.Covered)]
    [InlineData(RequirementState.Inconclusive, ControlState.Degraded)]
    [InlineData(RequirementState.Stale, ControlState.Uncovered)]
    [InlineData(RequirementState.NotCollected, ControlState.Uncovered)]
    [InlineData(RequirementState.Failing, ControlState.Failing)]
    public void Control_OneRequirement_FollowsIt(RequirementState requirement, ControlState expected) =>
        Assert.Equal(expected, CoverageRules.StateOf([Requirement(requirement)], automatable: true));

    [Theory]
    [InlineData(true, ControlState.Uncovered)]
    [InlineData(false, ControlState.Manual)]
    public void Control_NothingRequired_IsManualOnlyIfNothingShippedCouldServeIt(bool automatable, ControlState expected) =>
        Assert.Equal(expected, CoverageRules.StateOf([], automatable));

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 3, 0)]
    [InlineData(21, 5, 80)]
    [InlineData(999, 1, 99)]
    [InlineData(26, 0, 100)]
    public void Headline_Percent_IsRoundedDownAndMissingWhenNothingCounts(int covered, int rest, int? percent) =>
        Assert.Equal(percent, new Headline(covered, rest, 0, 0, 7).Percent);

    private static RequirementVerdict Requirement(RequirementState state) => new("a.kind", EvidenceAspect.Operation, state, null, [], null);
}
