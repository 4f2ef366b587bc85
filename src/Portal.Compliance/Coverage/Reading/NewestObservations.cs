using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
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
    private const int Together = 4;

    public static readonly Expression<Func<Observation, ObservationFact>> ToFact =
        o => new ObservationFact(o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId);

    public static async Task<List<ObservationFact>> ReadAsync(
        PortalDbContext db, List<string> kinds, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        if (kinds.Count == 0)
        {
            return [];
        }

        var newest = new HashSet<(Guid Connection, string Kind, DateTimeOffset AsOf)>();
        foreach (var group in instants.Distinct().Chunk(Together))
        {
            foreach (var row in await Seek(db, kinds, group).ToListAsync(cancellationToken))
            {
                newest.UnionWith(row.Instants.OfType<DateTimeOffset>().Select(asOf => (row.Connection, row.Kind, asOf)));
            }
        }

        if (newest.Count == 0)
        {
            return [];
        }

        // Several rows of one instant are one run over several subjects; all of them speak.
        var asOfs = newest.Select(n => n.AsOf).Distinct().ToList();
        var rows = await Accepted(db, kinds, newest.Select(n => n.Connection).Distinct())
            .Where(o => asOfs.Contains(o.AsOf)).Select(ToFact).ToListAsync(cancellationToken);
        return [.. rows.Where(o => newest.Contains((o.ConnectionId, o.Kind, o.AsOf)))];
    }

    public static IQueryable<Observation> Accepted(PortalDbContext db, List<string> kinds, IEnumerable<Guid> connections)
    {
        var (ids, accepted) = (connections.ToList(), true);
        return db.Set<Observation>().Where(o => ids.Contains(o.ConnectionId) && kinds.Contains(o.Kind) && o.Accepted == accepted);
    }

    /// <summary>
    /// Two turns of phrase matter here. Accepted is compared with a parameter because a bare boolean column keeps SQLite from seeking on
    /// to the instant behind it. The list of kinds is filtered by nothing because EF Core joins with a list only as a query of its own.
    /// </summary>
    internal static IQueryable<Newest> Seek(PortalDbContext db, List<string> kinds, DateTimeOffset[] instants)
    {
        var accepted = true;
        var (t1, t2, t3, t4) = (instants[0], At(1), At(2), At(3));
        var observations = db.Set<Observation>();
        return
            from c in db.Set<Connection>()
            from k in kinds.Where(k => k != "")
            select new Newest(
                c.Id, k,
                observations.Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t1).Max(o => (DateTimeOffset?)o.AsOf),
                observations.Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t2).Max(o => (DateTimeOffset?)o.AsOf),
                observations.Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t3).Max(o => (DateTimeOffset?)o.AsOf),
                observations.Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t4).Max(o => (DateTimeOffset?)o.AsOf));

        DateTimeOffset At(int index) => instants[Math.Min(index, instants.Length - 1)];
    }

    internal sealed record Newest(
        Guid Connection, string Kind, DateTimeOffset? First, DateTimeOffset? Second, DateTimeOffset? Third, DateTimeOffset? Fourth)
    {
        public IEnumerable<DateTimeOffset?> Instants => [First, Second, Third, Fourth];
    }
}
