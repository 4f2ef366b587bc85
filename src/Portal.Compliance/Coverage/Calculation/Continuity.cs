using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>What collection looked like during a span of time.</summary>
public enum ContinuityState
{
    /// <summary>The newest observation was within cadence and grace.</summary>
    Collected,
    /// <summary>Late, within the stale threshold.</summary>
    Late,
    /// <summary>A gap: nothing for longer than the stale threshold.</summary>
    Gap,
    /// <summary>Asked for in time, and the key could not read it.</summary>
    NotAvailable,
    /// <summary>Connected, and nothing collected yet; after the stale threshold that is a gap as well.</summary>
    NotYetCollected,
    NotConnected,
    Revoked,
}

/// <summary>One connection's collection of one kind over a period, without holes and without overlaps.</summary>
public sealed record ContinuityStrip(Guid ConnectionId, string Kind, IReadOnlyList<ContinuitySpan> Spans)
{
    public IEnumerable<ContinuitySpan> Gaps => Spans.Where(s => s.State == ContinuityState.Gap);
}

/// <param name="To">First instant that no longer belongs to it.</param>
/// <param name="LastAsOf">The newest observation of something before or at its beginning.</param>
public sealed record ContinuitySpan(DateTimeOffset From, DateTimeOffset To, ContinuityState State, DateTimeOffset? LastAsOf);

internal static class Continuity
{
    /// <summary>Strips of every connection that ever served the kind, oldest connection first.</summary>
    public static IReadOnlyList<ContinuityStrip> Of(CoverageFacts facts, string kind, DateTimeOffset from, DateTimeOffset to)
    {
        var connector = facts.Kinds.FirstOrDefault(k => k.Kind == kind)?.Connector;
        var index = new SourceIndex(facts);
        return
        [
            .. facts.Connections.Where(c => c.Connector == connector && c.CreatedAt < to)
                .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
                .Select(c => new ContinuityStrip(c.Id, kind, Spans(c, index.Of(c.Id, kind).ToArray(), from, to))),
        ];
    }

    private static List<ContinuitySpan> Spans(ConnectionFact connection, ObservationFact[] observations, DateTimeOffset from, DateTimeOffset to)
    {
        var spans = new List<ContinuitySpan>();
        var end = connection.RevokedAt ?? DateTimeOffset.MaxValue;
        Add(DateTimeOffset.MinValue, connection.CreatedAt, ContinuityState.NotConnected, null);
        var first = Earlier(observations is [var oldest, ..] ? oldest.AsOf : DateTimeOffset.MaxValue, end);
        var silent = Earlier((connection.CreatedAt + connection.StaleAfter).AddTicks(1), first);
        Add(connection.CreatedAt, silent, ContinuityState.NotYetCollected, null);
        Add(silent, first, ContinuityState.Gap, null);
        DateTimeOffset? collected = null;
        for (var i = 0; i < observations.Length; i++)
        {
            var asOf = observations[i].AsOf;
            var until = Earlier(i + 1 < observations.Length ? observations[i + 1].AsOf : DateTimeOffset.MaxValue, end);
            // A limit itself still belongs to the better state: the next begins one tick later.
            var stale = Earlier((asOf + connection.StaleAfter).AddTicks(1), until);
            var late = Earlier((asOf + connection.Cadence + connection.Grace).AddTicks(1), stale);
            if (observations[i].Result == EvidenceResult.NotAvailable)
            {
                Add(asOf, stale, ContinuityState.NotAvailable, collected);
            }
            else
            {
                collected = asOf;
                Add(asOf, late, ContinuityState.Collected, asOf);
                Add(late, stale, ContinuityState.Late, asOf);
            }

            Add(stale, until, ContinuityState.Gap, collected);
        }

        Add(end, DateTimeOffset.MaxValue, ContinuityState.Revoked, collected);
        return spans;

        void Add(DateTimeOffset begin, DateTimeOffset finish, ContinuityState state, DateTimeOffset? lastAsOf)
        {
            (begin, finish) = (begin > from ? begin : from, Earlier(finish, to));
            if (begin >= finish)
            {
                return;
            }

            if (spans is [.., var previous] && previous.State == state)
            {
                spans[^1] = previous with { To = finish };
            }
            else
            {
                spans.Add(new ContinuitySpan(begin, finish, state, lastAsOf));
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
