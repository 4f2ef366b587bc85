using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using static Portal.Compliance.Tests.Coverage.Calculation.SmallFacts;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>What a verdict says beyond its state: which framework, what is evidenced, and what proves that there was nothing.</summary>
public sealed class CoverageVerdictTests
{
    private static readonly RequirementFact[] Both = [Requires(Operation), Requires(Population)];

    [Theory]
    [InlineData(true, true, true, true, false)]
    [InlineData(true, false, true, false, false)]
    [InlineData(false, true, false, true, false)]
    public void Control_OfBothAspects_SaysWhichOfThemIsEvidenced(bool people, bool tasks, bool population, bool operation, bool populationOnly)
    {
        ObservationFact[] seen = [.. people ? [Seen(A, Population, 0)] : Array.Empty<ObservationFact>(), .. tasks ? [Seen(A, Operation, 0)] : Array.Empty<ObservationFact>()];

        var control = Calculator(Both, [Connection(A)], seen).At(At(1)).Controls.Single();

        Assert.Equal((population, operation, populationOnly), (control.PopulationEvidenced, control.OperationEvidenced, control.PopulationOnly));
        Assert.Equal([EvidenceAspect.Operation, EvidenceAspect.Population], control.Requirements.Select(r => r.Aspect));
    }

    [Fact]
    public void Control_OfAPopulationThatIsStale_EvidencesNothing()
    {
        var control = Calculator([Requires(Population)], [Connection(A)], Seen(A, Population, 0)).At(At(60)).Controls.Single();

        Assert.Equal((false, false, false), (control.PopulationEvidenced, control.OperationEvidenced, control.PopulationOnly));
    }

    [Fact]
    public void Verdict_OfSeveralFrameworks_ListsThemAndTheirControlsInOrder_AndFindsEach()
    {
        var facts = Of([], []) with
        {
            Controls = [new("g", "G.2", []), new("f", "F.1", ["hr"]), new("g", "G.1", [])],
            Adoptions = [new("g", new Effective(Start)), new("f", new Effective(Start))],
        };

        var verdict = new CoverageCalculator(facts).At(At(1));

        Assert.Equal(["F.1", "G.1", "G.2"], verdict.Controls.Select(c => c.Control));
        Assert.Equal([ControlState.Uncovered, ControlState.Manual, ControlState.Manual], verdict.Controls.Select(c => c.State));
        Assert.All(verdict.Controls, c => Assert.Null(c.Worst));
        Assert.Equal(("f", "g", null), (verdict.Find("f")!.Framework, verdict.Find("g")!.Framework, verdict.Find("h")));
        Assert.All(verdict.Frameworks, f => Assert.Empty(f.OutOfScope));
    }

    [Fact]
    public void Kind_ThatNoConnectorOfThisBuildKnows_IsNotCollectedByAnybody()
    {
        var verdict = Calculator([], [Connection(A)], Seen(A, "gone.kind", 0)).JudgeKind("gone.kind", At(1));

        Assert.Equal((RequirementState.NotCollected, EvidenceAspect.Population, null, null), (verdict.State, verdict.Aspect, verdict.Deciding, verdict.ProvenEmptyBy));
        Assert.Empty(verdict.Sources);
    }

    [Fact]
    public void NothingInThePeriod_IsProvenByTheFirstPopulationOfTheSameConnection_WhileItIsNotStale()
    {
        var facts = Of(
            [], [Connection(A), Connection(B, connector: "it")],
            Seen(A, Operation, 0, EvidenceResult.NotAvailable, CoverageRules.NothingInPeriod), Seen(A, Population, 0), Seen(A, "hr.leavers", 0), Seen(B, "a.devices", 0));
        var calculator = new CoverageCalculator(facts with
        {
            Kinds = [.. facts.Kinds, new("hr.leavers", "hr", EvidenceAspect.Population), new("a.devices", "it", EvidenceAspect.Population)],
        });

        Assert.Equal("hr.leavers", calculator.JudgeKind(Operation, At(48)).ProvenEmptyBy);
        Assert.Null(calculator.JudgeKind(Operation, At(48).AddTicks(1)).ProvenEmptyBy);
    }

    [Theory]
    [InlineData(EvidenceResult.Satisfied, null)]
    [InlineData(EvidenceResult.NotAvailable, "api_error")]
    public void AnythingElse_IsNotProvenEmptyByAPopulation(EvidenceResult result, string? reason) =>
        Assert.Null(Calculator([], [Connection(A)], Seen(A, Operation, 0, result, reason), Seen(A, Population, 0)).JudgeKind(Operation, At(1)).ProvenEmptyBy);
}
