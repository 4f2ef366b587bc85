using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>Answers "what did each connection last say about this kind" for any instant, by binary search.</summary>
internal sealed class SourceIndex
{
    private readonly ILookup<string, ConnectionFact> _byConnector;
    private readonly Dictionary<(Guid Connection, string Kind), ObservationFact[]> _observations;
    private readonly Dictionary<Guid, TimeSpan> _staleAfter;

    public SourceIndex(CoverageFacts facts)
    {
        _byConnector = facts.Connections.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToLookup(c => c.Connector, StringComparer.Ordinal);
        _staleAfter = facts.Connections.ToDictionary(c => c.Id, c => c.StaleAfter);
        var lifetimes = facts.Connections.ToDictionary(c => c.Id, c => new Effective(c.CreatedAt, c.RevokedAt));
        _observations = facts.Observations
            .Where(o => lifetimes.TryGetValue(o.ConnectionId, out var life) && life.Holds(o.AsOf))
            .GroupBy(o => (o.ConnectionId, o.Kind))
            .ToDictionary(
                g => g.Key,
                // Several of one instant come from one run over several subjects: the worst speaks for the kind, so it sorts last.
                g => g.OrderBy(o => o.AsOf).ThenBy(o => Severity(o.Result)).ThenBy(o => o.EvidenceId).ToArray());
    }

    /// <summary>Every source that counts for a kind; ordered by age of the connection.</summary>
    public SourceVerdict[] Judge(KindFact kind, DateTimeOffset instant, DateTimeOffset knownAt)
    {
        var sources = new List<SourceVerdict>();
        ConnectionFact? lastRevoked = null;
        foreach (var connection in _byConnector[kind.Connector])
        {
            if (connection.CreatedAt > knownAt)
            {
                continue;
            }

            if (connection.RevokedAt is not { } end || end > knownAt)
            {
                sources.Add(Judge(connection, kind.Kind, instant, knownAt, revoked: false));
            }
            else if (lastRevoked is null || end >= lastRevoked.RevokedAt)
            {
                lastRevoked = connection;
            }
        }

        // A revoked source keeps speaking, with its age, only when nobody else does.
        return sources.Count > 0 ? [.. sources]
            : lastRevoked is not null ? [Judge(lastRevoked, kind.Kind, instant, knownAt, revoked: true)]
            : [];
    }

    /// <summary>The worst state; of equals, the one that has been silent longest.</summary>
    public static SourceVerdict? Worst(IEnumerable<SourceVerdict> sources) => sources
        .OrderByDescending(s => s.State).ThenBy(s => s.AsOf ?? DateTimeOffset.MinValue).ThenBy(s => s.ConnectionId).FirstOrDefault();

    /// <summary>The observations of one source, oldest first.</summary>
    public ReadOnlySpan<ObservationFact> Of(Guid connection, string kind) => _observations.GetValueOrDefault((connection, kind));

    /// <summary>When some source began to say something else, had been silent for too long, or spoke again after that; in no order.</summary>
    public IEnumerable<DateTimeOffset> Turns(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var ((connection, _), rows) in _observations)
        {
            var staleAfter = _staleAfter[connection];
            // Becoming due soon changes no control's state.
            for (var i = Math.Max(0, Newest(rows, from)); i < rows.Length && rows[i].AsOf <= to; i++)
            {
                if (i == 0 || rows[i].Result != rows[i - 1].Result || rows[i].AsOf > rows[i - 1].AsOf + staleAfter)
                {
                    yield return rows[i].AsOf;
                }

                if (i == rows.Length - 1 || rows[i + 1].AsOf > rows[i].AsOf + staleAfter)
                {
                    yield return (rows[i].AsOf + staleAfter).AddTicks(1);
                }
            }
        }
    }

    /// <returns>Null when the connection did not exist yet.</returns>
    public SourceVerdict? Judge(Guid connection, string kind, DateTimeOffset instant) =>
        _byConnector.SelectMany(c => c).FirstOrDefault(c => c.Id == connection && c.CreatedAt <= instant) is { } found
            ? Judge(found, kind, instant, instant, found.RevokedAt <= instant)
            : null;

    private SourceVerdict Judge(ConnectionFact connection, string kind, DateTimeOffset instant, DateTimeOffset knownAt, bool revoked)
    {
        var rows = Of(connection.Id, kind);
        var index = Newest(rows, knownAt);
        var newest = index < 0 ? null : rows[index];
        var freshness = CoverageRules.FreshnessOf(
            newest is null ? null : instant - newest.AsOf, connection.Cadence, connection.Grace, connection.StaleAfter);
        return new SourceVerdict(
            connection.Id, CoverageRules.StateOf(freshness, newest?.Result, revoked), freshness, newest?.Result, newest?.ReasonCode,
            newest?.EvidenceId, revoked ? connection.RevokedAt : null, newest?.AsOf, newest is null ? null : Since(rows, index),
            newest?.AsOf + connection.Cadence + connection.Grace, newest?.AsOf + connection.StaleAfter);
    }

    private static DateTimeOffset Since(ReadOnlySpan<ObservationFact> rows, int index)
    {
        // A satisfied source has nothing to date; walking back over a year of good days would cost more than it tells.
        while (rows[index].Result != EvidenceResult.Satisfied && index > 0 && rows[index - 1].Result == rows[index].Result)
        {
            index--;
        }

        return rows[index].AsOf;
    }

    private static int Newest(ReadOnlySpan<ObservationFact> rows, DateTimeOffset at)
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].AsOf <= at ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private static int Severity(EvidenceResult result) => result switch
    {
        EvidenceResult.Satisfied => 0,
        EvidenceResult.Inconclusive => 1,
        EvidenceResult.NotAvailable => 2,
        EvidenceResult.NotSatisfied => 3,
        _ => 4,
    };
}
