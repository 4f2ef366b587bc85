using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>The stories of the specification, with the instants that people would read.</summary>
public sealed class CoverageScenarioTests
{
    private const string Population = "hr.leavers";
    private const string Operation = "hr.onboarding";
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    [Fact]
    public void Control_SourceFallsSilent_DropsOneTickAfterItsThresholdAndIsForecastThen()
    {
        var calculator = Calculator(Connection(First), Seen(First, Population, 0), Seen(First, Operation, 0));

        var forecast = CoverageForecast.Of(calculator, calculator.At(Start.AddHours(1)));

        Assert.Equal(ControlState.Covered, State(calculator, 48));
        Assert.Equal(ControlState.Uncovered, calculator.At(Start.AddHours(48).AddTicks(1)).Controls.Single().State);
        Assert.Equal(Start.AddHours(26).AddTicks(1), forecast!.NextChangeAt);
        Assert.Equal(Start.AddHours(48).AddTicks(1), forecast.Drop!.At);
        Assert.Equal(new ForecastChange("f", "F.1", ControlState.Covered, ControlState.Uncovered, Population, First), Assert.Single(forecast.Drop.Changes));
    }

    [Fact]
    public void Attribution_SourceFellSilent_NamesConnectionAndTheInstantItsThresholdPassed()
    {
        var calculator = Calculator(Connection(First), Seen(First, Population, 0), Seen(First, Operation, 0));

        var change = Assert.Single(CoverageAttribution.During(calculator, Start.AddHours(1), Start.AddHours(100)).Changes);

        Assert.Equal((-1, ChangeCause.SourceStale, First, Start.AddHours(48).AddTicks(1)), (change.Delta, change.Cause, change.ConnectionId, change.At));
        Assert.Equal([new ControlRef("f", "F.1")], change.Controls);
    }

    [Fact]
    public void Requirement_SecondConnectionFails_TakesTheWorstOfBoth()
    {
        var calculator = Calculator(
            [Connection(First), Connection(Second)],
            Seen(First, Population, 0), Seen(First, Operation, 0), Seen(Second, Population, 0), Seen(Second, Operation, 0, EvidenceResult.NotSatisfied));

        var control = calculator.At(Start.AddHours(1)).Controls.Single();

        Assert.Equal(ControlState.Failing, control.State);
        Assert.Equal((Operation, Second, 2), (control.Worst!.Kind, control.Worst.Deciding!.ConnectionId, control.Worst.Sources.Count));
    }

    [Fact]
    public void Requirement_OneOfTwoConnectionsRevoked_OnlyTheLivingOneCounts()
    {
        var calculator = Calculator(
            [Connection(First) with { RevokedAt = Start.AddHours(2) }, Connection(Second)],
            Seen(First, Operation, 0, EvidenceResult.NotSatisfied), Seen(First, Population, 0),
            Seen(Second, Population, 0), Seen(Second, Operation, 0));

        Assert.Equal(ControlState.Failing, State(calculator, 1));
        Assert.Equal(ControlState.Covered, State(calculator, 2));
    }

    [Fact]
    public void Requirement_OnlySourceRevoked_KeepsItsValueAgesAndNeverPasses()
    {
        var calculator = Calculator(
            Connection(First) with { RevokedAt = Start.AddHours(2) }, Seen(First, Population, 0), Seen(First, Operation, 0));

        var young = calculator.At(Start.AddHours(3)).Controls.Single();
        var old = calculator.At(Start.AddHours(49)).Controls.Single();

        Assert.Equal(ControlState.Covered, State(calculator, 1));
        Assert.Equal(ControlState.Degraded, young.State);
        Assert.Equal((RequirementState.Inconclusive, Freshness.Fresh, EvidenceResult.Satisfied), (young.Worst!.State, young.Worst.Freshness, young.Worst.Result));
        Assert.Equal(ControlState.Uncovered, old.State);
        Assert.Equal((RequirementState.Stale, EvidenceResult.Satisfied, true), (old.Worst!.State, old.Worst.Result, old.Worst.Deciding!.Revoked));
        Assert.Equal(
            new CauseOfState(ChangeCause.SourceRevoked, First, Start.AddHours(2)), CoverageAttribution.CauseOf(young));
    }

    [Fact]
    public void Control_FailingEvidenceAges_IsStaleThenAndTheFailureStaysVisible()
    {
        var calculator = Calculator(
            Connection(First), Seen(First, Population, 0), Seen(First, Operation, 0, EvidenceResult.NotSatisfied));

        var later = calculator.At(Start.AddHours(49)).Controls.Single();

        Assert.Equal(ControlState.Failing, State(calculator, 48));
        Assert.Equal(ControlState.Uncovered, later.State);
        Assert.Equal((RequirementState.Stale, EvidenceResult.NotSatisfied), (later.Requirements[1].State, later.Requirements[1].Result));
    }

    [Fact]
    public void Requirement_NothingHappenedInThePeriod_IsProvenByThePopulationAndDoesNotCover()
    {
        var calculator = Calculator(
            Connection(First), Seen(First, Population, 0),
            Seen(First, Operation, 0, EvidenceResult.NotAvailable) with { ReasonCode = CoverageRules.NothingInPeriod });

        var control = calculator.At(Start.AddHours(1)).Controls.Single();

        Assert.Equal(ControlState.Degraded, control.State);
        Assert.Equal(Population, control.Requirements[1].ProvenEmptyBy);
    }

    [Fact]
    public void Control_OnlyAPopulationRequired_SaysThatNoOperationIsEvidenced()
    {
        var facts = Facts([Connection(First)], Seen(First, Population, 0));
        var populationOnly = facts with { Requirements = [.. facts.Requirements.Where(r => r.Kind == Population)] };

        var control = new CoverageCalculator(populationOnly).At(Start).Controls.Single();

        Assert.Equal((ControlState.Covered, true, false, true), (control.State, control.PopulationEvidenced, control.OperationEvidenced, control.PopulationOnly));
    }

    [Fact]
    public void Control_BeforeItsFrameworkWasAdopted_IsNotThere()
    {
        var calculator = Calculator(Connection(First), Seen(First, Population, 0), Seen(First, Operation, 0));

        Assert.Empty(calculator.At(Start.AddTicks(-1)).Frameworks);
    }

    [Fact]
    public void Requirement_SeveralObservationsOfOneInstant_TheWorstSpeaks()
    {
        ObservationFact[] oneRun = [Seen(First, Operation, 0, EvidenceResult.NotSatisfied), Seen(First, Operation, 0), Seen(First, Population, 0)];

        Assert.Equal(ControlState.Failing, State(Calculator(Connection(First), oneRun), 1));
        Assert.Equal(ControlState.Failing, State(Calculator(Connection(First), [oneRun[1], oneRun[0], oneRun[2]]), 1));
    }

    [Fact]
    public void Control_TwoScopeChangesOfOneInstant_StaysInScope()
    {
        var facts = Facts([Connection(First)]) with
        {
            Scopes = [new ScopeFact("f", "F.1", false, "out", new Effective(Start)), new ScopeFact("f", "F.1", true, "in", new Effective(Start))],
        };

        Assert.Equal("F.1", new CoverageCalculator(facts).At(Start).Controls.Single().Control);
    }

    [Fact]
    public void Control_OutOfScope_LeavesTheCountAndKeepsItsReason()
    {
        var facts = Facts([Connection(First)]) with { Scopes = [new ScopeFact("f", "F.1", false, "No office", new Effective(Start, Start.AddHours(5)))] };

        var framework = new CoverageCalculator(facts).At(Start.AddHours(4)).Frameworks.Single();

        Assert.Equal((0, 0), (framework.Headline.InScope, framework.Headline.Counted));
        Assert.Equal([new OutOfScopeControl("F.1", "No office", Start)], framework.OutOfScope);
        Assert.Equal(1, new CoverageCalculator(facts).At(Start.AddHours(5)).Overall.InScope);
    }

    [Fact]
    public void Control_SameKindRequiredTwice_IsOneRequirement()
    {
        var facts = Facts([Connection(First)]);

        var control = new CoverageCalculator(facts with { Requirements = [.. facts.Requirements, .. facts.Requirements] }).At(Start).Controls.Single();

        Assert.Equal([Population, Operation], control.Requirements.Select(r => r.Kind));
    }

    [Fact]
    public void At_KnownLaterThanAsked_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calculator(Connection(First)).At(Start, knownAt: Start.AddTicks(1)));

    private static ControlState State(CoverageCalculator calculator, int hours) => calculator.At(Start.AddHours(hours)).Controls.Single().State;

    private static CoverageCalculator Calculator(ConnectionFact connection, params ObservationFact[] observations) => Calculator([connection], observations);

    private static CoverageCalculator Calculator(ConnectionFact[] connections, params ObservationFact[] observations) => new(Facts(connections, observations));

    private static CoverageFacts Facts(ConnectionFact[] connections, params ObservationFact[] observations) => new()
    {
        Controls = [new ControlFact("f", "F.1", ["hr"])],
        Kinds = [new KindFact(Population, "hr", EvidenceAspect.Population), new KindFact(Operation, "hr", EvidenceAspect.Operation)],
        Adoptions = [new AdoptionFact("f", new Effective(Start))],
        Requirements = [new RequirementFact("f", "F.1", Population, new Effective(Start)), new RequirementFact("f", "F.1", Operation, new Effective(Start))],
        Connections = connections,
        Observations = observations,
    };

    private static ConnectionFact Connection(Guid id) =>
        new(id, "hr", Start, null, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48));

    private static ObservationFact Seen(Guid connection, string kind, int hours, EvidenceResult result = EvidenceResult.Satisfied) =>
        new(connection, kind, Start.AddHours(hours), result);
}
