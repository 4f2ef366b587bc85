using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// The dashboard's one hot read: for every connection and kind, the newest accepted observation at or before some instants. Each is one
/// seek in the index (organization, connection, kind, accepted, as-of), however long the history.
/// </summary>
internal static class NewestObservations
{
    /// <summary>Instants that one query asks about; more are asked in turns.</summary>
    private const int Together = 2;

    public static readonly Expression<Func<Observation, ObservationFact>> ToFact =
        o => new ObservationFact(o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId);

    public static async Task<List<ObservationFact>> ReadAsync(
        PortalDbContext db, List<string> kinds, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        if (kinds.Count == 0)
        {
            return [];
        }

        var queries = CoverageQueries.For(db);
        var newest = new HashSet<(Guid Connection, string Kind, DateTimeOffset AsOf)>();
        foreach (var group in instants.Distinct().Chunk(Together))
        {
            await foreach (var row in queries.Newest(db, kinds, group[0], group[^1], true).WithCancellation(cancellationToken))
            {
                newest.UnionWith(row.Instants.Select(asOf => (row.Connection, row.Kind, asOf)));
            }
        }

        if (newest.Count == 0)
        {
            return [];
        }

        // Several rows of one instant are one run over several subjects; all of them speak.
        List<Guid> connections = [.. newest.Select(n => n.Connection).Distinct()];
        List<DateTimeOffset> asOfs = [.. newest.Select(n => n.AsOf).Distinct()];
        var rows = await queries.Observed(db, connections, kinds, asOfs, true).ToListAsync(cancellationToken);
        return rows.FindAll(o => newest.Contains((o.ConnectionId, o.Kind, o.AsOf)));
    }

    public static IQueryable<Observation> Accepted(PortalDbContext db, List<string> kinds, IEnumerable<Guid> connections)
    {
        var (ids, accepted) = (connections.ToList(), true);
        return db.Set<Observation>().Where(o => ids.Contains(o.ConnectionId) && kinds.Contains(o.Kind) && o.Accepted == accepted);
    }
}
