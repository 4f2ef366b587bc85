using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using static Portal.Compliance.Tests.Coverage.Calculation.SmallFacts;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>Who speaks for a kind, and since when they have been saying it.</summary>
public sealed class SourceIndexTests
{
    [Fact]
    public void Sources_OfAKind_AreOrderedByTheConnectionsAgeThenId()
    {
        var calculator = Calculator([], [Connection(C, 0), Connection(B, 1), Connection(A, 1)]);

        Assert.Equal([C, A, B], calculator.JudgeKind(Operation, At(2)).Sources.Select(s => s.ConnectionId));
    }

    [Theory]
    [InlineData(0, 5, 1, 3, true)]
    [InlineData(0, 3, 1, 5, false)]
    [InlineData(0, 4, 1, 4, false)]
    public void Sources_AllRevoked_TheOneRevokedLastSpeaks_OfTwoAtOnceTheYounger(int createdA, int endA, int createdB, int endB, bool isA)
    {
        var calculator = Calculator([], [Connection(A, createdA, endA), Connection(B, createdB, endB)], Seen(A, Operation, 2), Seen(B, Operation, 2));

        var source = Assert.Single(calculator.JudgeKind(Operation, At(6)).Sources);

        Assert.Equal((isA ? A : B, At(isA ? endA : endB)), (source.ConnectionId, source.RevokedAt));
    }

    [Fact]
    public void Worst_OfEqualStates_IsTheOneSilentLongest_AndOneThatNeverSpokeBeforeAll()
    {
        var connections = new[] { Connection(A), Connection(B), Connection(C) };

        Assert.Equal(B, Deciding(Seen(A, Operation, 2), Seen(B, Operation, 1), Seen(C, Operation, 3)));
        Assert.Equal(A, Deciding(Seen(C, Operation, 1), Seen(B, Operation, 1), Seen(A, Operation, 1)));
        Assert.Equal(C, Deciding(
            Seen(A, Operation, 1, EvidenceResult.NotAvailable, "api_error"), Seen(B, Operation, 2, EvidenceResult.NotAvailable, "api_error")));

        Guid? Deciding(params ObservationFact[] observations) =>
            Calculator([], connections, observations).JudgeKind(Operation, At(60)).Deciding?.ConnectionId;
    }

    [Fact]
    public void Source_AskedByItsConnection_IsThatConnectionsAlone_FromItsBeginningOn()
    {
        var calculator = Calculator(
            [], [Connection(A, 1), Connection(B, 1, revoked: 5)], Seen(A, Operation, 2, EvidenceResult.NotSatisfied), Seen(B, Operation, 3));

        Assert.Null(calculator.JudgeSource(A, Operation, At(1).AddTicks(-1)));
        Assert.Null(calculator.JudgeSource(C, Operation, At(4)));
        Assert.Equal((A, null), (calculator.JudgeSource(A, Operation, At(1))!.ConnectionId, calculator.JudgeSource(A, Operation, At(1))!.AsOf));
        Assert.Equal(EvidenceResult.NotSatisfied, calculator.JudgeSource(A, Operation, At(4))!.Result);
        Assert.Equal((EvidenceResult.Satisfied, false), (calculator.JudgeSource(B, Operation, At(4))!.Result, calculator.JudgeSource(B, Operation, At(4))!.Revoked));
        Assert.True(calculator.JudgeSource(B, Operation, At(5))!.Revoked);
    }

    [Fact]
    public void Result_ThatIsNotSatisfied_IsDatedFromTheFirstThatHasSaidSoEverSince()
    {
        var calculator = Calculator(
            [], [Connection(A)], Seen(A, Operation, 1, EvidenceResult.NotSatisfied), Seen(A, Operation, 2), Seen(A, Operation, 3, EvidenceResult.NotSatisfied),
            Seen(A, Operation, 4, EvidenceResult.NotSatisfied), Seen(A, Operation, 5), Seen(A, Operation, 6));

        Assert.Equal(
            [null, At(1), At(2), At(3), At(3), At(5), At(6)],
            Enumerable.Range(0, 7).Select(hour => calculator.JudgeSource(A, Operation, At(hour))!.ResultSince));
    }

    [Fact]
    public void Observations_OfOneInstantAndResult_AreToldApartByTheirEvidence_InWhateverOrderTheyCome()
    {
        ObservationFact[] two = [Seen(A, Operation, 1) with { EvidenceId = B }, Seen(A, Operation, 1) with { EvidenceId = C }];

        Assert.All(new[] { two, [two[1], two[0]] }, rows => Assert.Equal(C, Calculator([], [Connection(A)], rows).JudgeSource(A, Operation, At(2))!.EvidenceId));
    }

    [Fact]
    public void Observations_OutsideTheConnectionsLife_SayNothing()
    {
        var calculator = Calculator([], [Connection(A, 2, revoked: 4)], Seen(A, Operation, 1), Seen(A, Operation, 4), Seen(B, Operation, 3));

        Assert.Null(calculator.JudgeSource(A, Operation, At(9))!.AsOf);
    }
}
