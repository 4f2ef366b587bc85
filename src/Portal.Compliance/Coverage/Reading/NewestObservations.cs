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

    /// <param name="connectors">Each with its kinds.</param>
    public static async Task<List<ObservationFact>> ReadAsync(
        PortalDbContext db, IEnumerable<IGrouping<string, string>> connectors, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        var queries = CoverageQueries.For(db);
        var asked = instants.Distinct().OrderDescending().Chunk(Together).ToList();
        var newest = new List<ObservationFact>();
        foreach (var connector in connectors)
        {
            var query = queries.Newest(connector);
            for (var i = 0; i < asked.Count; i++)
            {
                // What is as old as the next instant is the newest there, too, and comes with it.
                var next = i + 1 < asked.Count ? asked[i + 1][0] : DateTimeOffset.MinValue;
                await foreach (var row in query(db, connector.Key, asked[i][0], asked[i][^1], true).WithCancellation(cancellationToken))
                {
                    // Several rows of one instant are one run over several subjects; all of them speak.
                    if (row.AsOf > next)
                    {
                        newest.Add(row);
                    }
                }
            }
        }

        return newest;
    }

    /// <summary>All of a period, its beginning excluded: as many rows as there are, by the same index.</summary>
    public static IQueryable<Observation> Accepted(
        PortalDbContext db, List<string> kinds, IEnumerable<Guid> connections, DateTimeOffset from, DateTimeOffset to)
    {
        var (ids, accepted) = (connections.ToList(), true);
        return db.Set<Observation>().Where(o =>
            ids.Contains(o.ConnectionId) && kinds.Contains(o.Kind) && o.Accepted == accepted && o.AsOf > from && o.AsOf <= to);
    }
}
