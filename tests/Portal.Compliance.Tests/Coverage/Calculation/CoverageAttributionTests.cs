using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using static Portal.Compliance.Tests.Coverage.Calculation.SmallFacts;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>Every control that came or went, under the one cause that a person would name.</summary>
public sealed class CoverageAttributionTests
{
    private static readonly Guid D = new(4, 0, 0, new byte[8]);
    private static readonly Guid E = new(5, 0, 0, new byte[8]);
    private static readonly RequirementFact[] Onboarding = [Requires(Operation)];

    [Theory]
    [InlineData(EvidenceResult.NotSatisfied, ChangeCause.EvidenceNotSatisfied)]
    [InlineData(EvidenceResult.Inconclusive, ChangeCause.EvidenceInconclusive)]
    [InlineData(EvidenceResult.NotAvailable, ChangeCause.EvidenceNotAvailable)]
    public void Fall_ToAnotherResult_NamesItSinceItFirstSaidSo(EvidenceResult result, ChangeCause cause)
    {
        var change = Only(Calculator(Onboarding, [Connection(A)], Seen(A, Operation, 0), Seen(A, Operation, 2, result), Seen(A, Operation, 3, result)), 1, 4);

        Assert.Equal((-1, cause, A, At(2)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Fall_OfARevokedSource_IsItsRevocation_YoungOrStale(int hours)
    {
        var change = Only(Calculator(Onboarding, [Connection(A, revoked: 2)], Seen(A, Operation, 0)), 1, hours);

        Assert.Equal((ChangeCause.SourceRevoked, A, At(2)), (change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Fall_OfALivingSourceThatWentSilent_IsItsStaleness()
    {
        var change = Only(Calculator(Onboarding, [Connection(A)], Seen(A, Operation, 0)), 1, 60);

        Assert.Equal((ChangeCause.SourceStale, A, At(48).AddTicks(1)), (change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Fall_WhenASecondSourceHasNotCollectedYet_IsThatSources()
    {
        var change = Only(Calculator(Onboarding, [Connection(A), Connection(B, 2)], Seen(A, Operation, 0)), 1, 3);

        Assert.Equal((ChangeCause.NotCollected, B, At(2)), (change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Fall_WhenSomethingNewIsRequired_IsTheRequirementsChange()
    {
        var change = Only(Calculator([Requires(Operation), Requires(Population, 2)], [Connection(A)], Seen(A, Operation, 0)), 1, 3);

        Assert.Equal((-1, ChangeCause.RequirementChanged, null, At(2)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Rise_WhenWhatHeldItBackIsAnswered_IsThatEvidence()
    {
        var change = Only(Calculator(Onboarding, [Connection(A)], Seen(A, Operation, 2)), 1, 3);

        Assert.Equal((1, ChangeCause.EvidenceArrived, A, At(2)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Rise_WhenWhatHeldItBackIsNoLongerRequired_IsTheRequirementsChange()
    {
        var change = Only(Calculator([Requires(Operation), Requires(Population, 0, 2)], [Connection(A)], Seen(A, Operation, 0)), 1, 3);

        Assert.Equal((1, ChangeCause.RequirementChanged), (change.Delta, change.Cause));
    }

    [Theory]
    [InlineData(true, 1, ChangeCause.FrameworkAdopted)]
    [InlineData(false, -1, ChangeCause.FrameworkDropped)]
    public void Framework_AdoptedOrDropped_IsTheCause(bool adopted, int delta, ChangeCause cause)
    {
        var facts = Of(Onboarding, [Connection(A)], Seen(A, Operation, 0)) with { Adoptions = [new AdoptionFact("f", adopted ? new Effective(At(2)) : new Effective(At(0), At(2)))] };

        var change = Only(new CoverageCalculator(facts), 1, 3);

        Assert.Equal((delta, cause), (change.Delta, change.Cause));
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(2, 9, -1)]
    public void Scope_EndedOrBegun_IsTheCauseWhileTheFrameworkStays(int from, int to, int delta)
    {
        var facts = Of(Onboarding, [Connection(A)], Seen(A, Operation, 0)) with { Scopes = [new ScopeFact("f", "F.1", false, "No office", new Effective(At(from), At(to)))] };

        var change = Only(new CoverageCalculator(facts), 1, 3);

        Assert.Equal((delta, ChangeCause.ScopeChanged), (change.Delta, change.Cause));
    }

    [Fact]
    public void Rise_OfTwoSources_IsTheOneThatHeldItBack()
    {
        var change = Only(Calculator(Onboarding, [Connection(A), Connection(B, 2)], Seen(A, Operation, 0), Seen(B, Operation, 3)), 2, 4);

        Assert.Equal((1, ChangeCause.EvidenceArrived, B, At(3)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Rise_WhileAnotherSourceOnlyGrewOlder_IsTheOneThatArrived()
    {
        var change = Only(Calculator(Onboarding, [Connection(A), Connection(B, 2)], Seen(A, Operation, 0), Seen(B, Operation, 30)), 2, 40);

        Assert.Equal((1, ChangeCause.EvidenceArrived, B, At(30)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void Rise_WhenTheSourceThatHeldItBackIsRevoked_IsItsRevocation()
    {
        var change = Only(Calculator(Onboarding, [Connection(A), Connection(B, 2, revoked: 4)], Seen(A, Operation, 0)), 3, 5);

        Assert.Equal((1, ChangeCause.SourceRevoked, B, At(4)), (change.Delta, change.Cause, change.ConnectionId, change.At));
    }

    [Fact]
    public void HistoryAndForecast_OfTwoSources_NameTheOneThatChanges_NotTheOneThatIsOldest()
    {
        // A has been silent since 48 h; B fails and falls silent at 70 h, which is what turns Failing into Uncovered.
        var facts = Of(Onboarding, [Connection(A), Connection(B)], Seen(A, Operation, 0), Seen(B, Operation, 22, EvidenceResult.NotSatisfied));
        var calculator = new CoverageCalculator(facts);

        var newest = ControlHistory.Of(facts, "f", "F.1", At(30), At(80))[^1];
        var forecast = CoverageForecast.Of(calculator, calculator.At(At(40)))!.Drop!;

        Assert.Equal((At(70).AddTicks(1), ControlState.Uncovered), (newest.At, newest.Verdict!.State));
        Assert.Equal(new CauseOfState(ChangeCause.SourceStale, B, At(70)), CoverageAttribution.CauseOfChange(newest.Before!, newest.Verdict));
        Assert.Equal((At(70).AddTicks(1), B), (forecast.At, Assert.Single(forecast.Changes).ConnectionId));
    }

    [Fact]
    public void Changes_OfOneInstant_AreOrderedByTheirFall_ThenCause_ThenConnection()
    {
        var facts = Of(
            [Requires("a", control: "F.1"), Requires("a", control: "F.0"), Requires("b", control: "F.2"), Requires("c", control: "F.3"), Requires("d", control: "F.4"), Requires("e", control: "F.5")],
            [Connection(A, connector: "a"), Connection(C, connector: "b"), Connection(B, connector: "c"), Connection(D, connector: "d"), Connection(E, connector: "e")],
            Seen(A, "a", 0), Seen(A, "a", 50, EvidenceResult.Inconclusive), Seen(C, "b", 2), Seen(C, "b", 50, EvidenceResult.NotSatisfied),
            Seen(B, "c", 2), Seen(B, "c", 50, EvidenceResult.NotSatisfied), Seen(D, "d", 50), Seen(A, "a", 40), Seen(E, "e", 50, EvidenceResult.NotSatisfied), Seen(E, "e", 40)) with
        {
            Controls = [.. Enumerable.Range(0, 6).Select(n => new ControlFact("f", $"F.{n}", ["hr"]))],
            Kinds = [.. "abcde".Select(k => new KindFact($"{k}", $"{k}", EvidenceAspect.Operation))],
        };

        var changes = CoverageAttribution.During(new CoverageCalculator(facts), At(45), At(50)).Changes;

        Assert.Equal(
            [
                (-2, ChangeCause.EvidenceInconclusive, "F.0 F.1"), (-1, ChangeCause.EvidenceNotSatisfied, "F.3"), (-1, ChangeCause.EvidenceNotSatisfied, "F.2"),
                (-1, ChangeCause.EvidenceNotSatisfied, "F.5"), (1, ChangeCause.EvidenceArrived, "F.4"),
            ],
            changes.Select(c => (c.Delta, c.Cause, string.Join(' ', c.Controls.Select(r => r.Control)))));
    }

    [Fact]
    public void Changes_OfAControlThatRoseAndFellInside_AreBothThere_TheNewestFirst()
    {
        var attribution = CoverageAttribution.During(Calculator(Onboarding, [Connection(A)], Seen(A, Operation, 2)), At(1), At(60));

        Assert.Equal((0, 0), (attribution.Before.Covered, attribution.After.Covered));
        Assert.Equal(
            [(-1, ChangeCause.SourceStale, At(50).AddTicks(1)), (1, ChangeCause.EvidenceArrived, At(2))],
            attribution.Changes.Select(c => (c.Delta, c.Cause, c.At)));
    }

    [Fact]
    public void Changes_AtTheEnds_AreThoseAfterTheFirstInstantUpToTheLast()
    {
        var calculator = Calculator(Onboarding, [Connection(A)], Seen(A, Operation, 2), Seen(A, Operation, 4, EvidenceResult.NotSatisfied));

        Assert.Equal([At(4)], CoverageAttribution.During(calculator, At(2), At(4)).Changes.Select(c => c.At));
        Assert.Empty(CoverageAttribution.During(calculator, At(2), At(4).AddTicks(-1)).Changes);
    }

    private static AttributedChange Only(CoverageCalculator calculator, int before, int after) =>
        Assert.Single(CoverageAttribution.During(calculator, At(before), At(after)).Changes);
}
