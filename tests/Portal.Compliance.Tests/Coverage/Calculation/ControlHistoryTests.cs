using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using static Portal.Compliance.Tests.Coverage.Calculation.SmallFacts;

namespace Portal.Compliance.Tests.Coverage.Calculation;

public sealed class ControlHistoryTests
{
    private static readonly CoverageFacts Facts = SmallFacts.Of(
        [Requires(Operation)], [Connection(A)], Seen(A, Operation, 1), Seen(A, Operation, 3, EvidenceResult.NotSatisfied), Seen(A, Operation, 5));

    [Fact]
    public void History_OfAPeriod_BeginsWithTheStateThenAndHasEachChangeAtItsInstant() => Assert.Equal(
        [
            (At(2), ControlState.Covered), (At(3), ControlState.Failing), (At(5), ControlState.Covered), (At(53).AddTicks(1), ControlState.Uncovered),
        ],
        Of(2, 100));

    [Fact]
    public void History_EndsWithThePeriod_ItsLastInstantIncluded()
    {
        Assert.Equal([(At(2), ControlState.Covered), (At(3), ControlState.Failing)], Of(2, 3));
        Assert.Equal([(At(4), ControlState.Failing)], Of(4, 4));
    }

    [Fact]
    public void History_OfAScopeThatCameAndWent_SaysWhenItWasNotThere()
    {
        var scoped = Facts with
        {
            Controls = [.. Facts.Controls, new ControlFact("f", "F.2", [])],
            Scopes = [new ScopeFact("f", "F.1", false, "No office", new Effective(At(1), At(2))), new ScopeFact("f", "F.2", false, "No office", new Effective(At(0)))],
        };

        Assert.Equal(
            [(At(0), ControlState.Uncovered), (At(1), null), (At(2), ControlState.Covered)],
            ControlHistory.Of(scoped, "f", "F.1", At(0), At(2)).Select(h => (h.At, h.Verdict?.State)));
        Assert.Equal([(At(0), null)], ControlHistory.Of(scoped, "f", "F.2", At(0), At(2)).Select(h => (h.At, h.Verdict?.State)));
    }

    private static IEnumerable<(DateTimeOffset, ControlState)> Of(int from, int to) =>
        ControlHistory.Of(Facts, "f", "F.1", At(from), At(to)).Select(h => (h.At, h.Verdict!.State));
}
