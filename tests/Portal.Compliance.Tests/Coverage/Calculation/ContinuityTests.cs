using FsCheck.Xunit;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

public sealed class ContinuityTests
{
    private static readonly Guid Id = new(1, 0, 0, new byte[8]);

    [Property(Arbitrary = [typeof(CoverageWorlds)], MaxTest = 500)]
    public void Strip_AnyWorld_FillsThePeriodWithoutHoleOrOverlap(World world)
    {
        var (from, to) = (CoverageWorlds.Hour(10), CoverageWorlds.Hour(200));
        foreach (var strip in CoverageWorlds.AllKinds.SelectMany(kind => Continuity.Of(world.Facts, kind, from, to)))
        {
            Assert.Equal(from, strip.Spans[0].From);
            Assert.Equal(to, strip.Spans[^1].To);
            Assert.All(strip.Spans, s => Assert.True(s.From < s.To));
            Assert.All(strip.Spans.Zip(strip.Spans.Skip(1)), pair =>
            {
                Assert.Equal(pair.First.To, pair.Second.From);
                Assert.NotEqual(pair.First.State, pair.Second.State);
            });
        }
    }

    [Property(Arbitrary = [typeof(CoverageWorlds)], MaxTest = 500)]
    public void Strip_AnyInstantOfALivingSource_AgreesWithItsFreshness(World world)
    {
        var (from, to) = (CoverageWorlds.Start, CoverageWorlds.Hour(CoverageWorlds.LastHour + 1));
        var calculator = new CoverageCalculator(world.Facts);
        foreach (var kind in CoverageWorlds.AllKinds)
        {
            foreach (var source in calculator.JudgeKind(kind, world.At).Sources.Where(s => !s.Revoked))
            {
                var asked = world.Facts.Observations.Where(o => o.ConnectionId == source.ConnectionId && o.Kind == kind && o.AsOf <= world.At).MaxBy(o => o.AsOf);
                var connection = world.Facts.Connections.Single(c => c.Id == source.ConnectionId);
                var span = Continuity.Of(world.Facts, kind, from, to).Single(s => s.ConnectionId == source.ConnectionId)
                    .Spans.Single(s => s.From <= world.At && world.At < s.To);
                Assert.Equal(
                    source.Freshness switch
                    {
                        Freshness.Stale => ContinuityState.Gap,
                        Freshness.NeverCollected => world.At - connection.CreatedAt > connection.StaleAfter ? ContinuityState.Gap : ContinuityState.NotYetCollected,
                        _ when asked?.Result == EvidenceResult.NotAvailable => ContinuityState.NotAvailable,
                        Freshness.Fresh => ContinuityState.Collected,
                        _ => ContinuityState.Late,
                    },
                    span.State);
            }
        }
    }

    [Fact]
    public void Strip_SilenceOfFiveDays_IsOneGapFromTheTickAfterTheThreshold()
    {
        var facts = CoverageFacts.None with
        {
            Kinds = [new KindFact("a.population", "a", EvidenceAspect.Population)],
            Connections = [new ConnectionFact(Id, "a", Day(0), Day(20), TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48))],
            Observations = [.. new[] { 1, 2, 3, 8, 9 }.Select(d => new ObservationFact(Id, "a.population", Day(d), EvidenceResult.Satisfied))],
        };

        var strip = Assert.Single(Continuity.Of(facts, "a.population", Day(0), Day(10)));

        Assert.Equal(
            [
                (Day(0), Day(1), ContinuityState.NotYetCollected),
                (Day(1), Day(4).AddHours(2).AddTicks(1), ContinuityState.Collected),
                (Day(4).AddHours(2).AddTicks(1), Day(5).AddTicks(1), ContinuityState.Late),
                (Day(5).AddTicks(1), Day(8), ContinuityState.Gap),
                (Day(8), Day(10), ContinuityState.Collected),
            ],
            strip.Spans.Select(s => (s.From, s.To, s.State)));
        Assert.Equal(Day(3), Assert.Single(strip.Gaps).LastAsOf);
    }

    /// <summary>Connected on day 1, first heard on day 6, and from day 8 on the key cannot read it.</summary>
    [Fact]
    public void Strip_NothingHeardOrNothingReadable_IsNotCollected()
    {
        var facts = CoverageFacts.None with
        {
            Kinds = [new KindFact("a.population", "a", EvidenceAspect.Population)],
            Connections = [new ConnectionFact(Id, "a", Day(1), null, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48))],
            Observations =
            [
                new ObservationFact(Id, "a.population", Day(6), EvidenceResult.Satisfied), new ObservationFact(Id, "a.population", Day(7), EvidenceResult.Satisfied),
                new ObservationFact(Id, "a.population", Day(8), EvidenceResult.NotAvailable),
            ],
        };

        Assert.Equal(
            [
                (ContinuityState.NotYetCollected, Day(1), Day(3).AddTicks(1), null), (ContinuityState.Gap, Day(3).AddTicks(1), Day(6), null),
                (ContinuityState.Collected, Day(6), Day(8), Day(6)), (ContinuityState.NotAvailable, Day(8), Day(10).AddTicks(1), Day(7)),
                (ContinuityState.Gap, Day(10).AddTicks(1), Day(12), (DateTimeOffset?)Day(7)),
            ],
            Assert.Single(Continuity.Of(facts, "a.population", Day(1), Day(12))).Spans.Select(s => (s.State, s.From, s.To, s.LastAsOf)));
    }

    [Fact]
    public void Strips_OfAKind_AreThoseOfItsConnectorsConnections_OldestFirst()
    {
        var facts = CoverageFacts.None with
        {
            Kinds = [new KindFact("a.population", "a", EvidenceAspect.Population)],
            Connections = [At(4, 1, "a"), At(3, 0, "a"), At(2, 1, "a"), At(1, 0, "b"), At(5, 2, "a")],
        };

        Assert.Equal([3, 2, 4], Continuity.Of(facts, "a.population", Day(0), Day(2)).Select(s => (int)s.ConnectionId.ToByteArray()[0]));
        Assert.Empty(Continuity.Of(facts, "gone.kind", Day(0), Day(2)));

        static ConnectionFact At(int id, int day, string connector) =>
            new(new Guid(id, 0, 0, new byte[8]), connector, Day(day), null, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48));
    }

    [Fact]
    public void Strip_OfASourceThatWasRevoked_EndsItsCollectionThere()
    {
        var facts = CoverageFacts.None with
        {
            Kinds = [new KindFact("a.population", "a", EvidenceAspect.Population)],
            Connections = [new ConnectionFact(Id, "a", Day(1), Day(3), TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48))],
            Observations = [new ObservationFact(Id, "a.population", Day(2), EvidenceResult.Satisfied)],
        };

        Assert.Equal(
            [
                (ContinuityState.NotConnected, Day(0), Day(1), null), (ContinuityState.NotYetCollected, Day(1), Day(2), null),
                (ContinuityState.Collected, Day(2), Day(3), Day(2)), (ContinuityState.Revoked, Day(3), Day(5), (DateTimeOffset?)Day(2)),
            ],
            Assert.Single(Continuity.Of(facts, "a.population", Day(0), Day(5))).Spans.Select(s => (s.State, s.From, s.To, s.LastAsOf)));
    }

    private static DateTimeOffset Day(int day) => CoverageWorlds.Start.AddDays(day);
}
