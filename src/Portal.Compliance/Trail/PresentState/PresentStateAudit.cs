using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Trail.PresentState;

/// <summary>What an entry says of a row whose present state hangs on it.</summary>
internal sealed record StateTold(long Sequence, DateTimeOffset At, string Action, string SubjectType, string SubjectId, byte[]? Detail);

/// <summary>
/// Holds what can be set back against the log, after that was found intact: whether a connection is revoked and which version its credential
/// has, and what a data key may still do. Which entries there are decides; their details, which retention may take, only add to it.
/// </summary>
internal static class PresentStateAudit
{
    private const int Tries = 5;

    private static readonly string[] Telling =
    [
        .. ConnectionsTold.Actions.Select(AuditActions.Code), .. DataKeysTold.Actions.Select(AuditActions.Code),
    ];

    public static async Task<AuditFault?> ExecuteAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            for (var left = Tries; ; left--)
            {
                var before = await Entries(db).MaxAsync(e => (long?)e.Sequence, cancellationToken);
                var connections = await db.Set<Connection>().OrderBy(c => c.Id).ToListAsync(cancellationToken);
                var keys = await db.Set<DataKey>().OrderBy(k => k.Id).ToListAsync(cancellationToken);
                var told = await ToldAsync(db, cancellationToken);
                var fault = ConnectionsTold.Fault(connections, told) ?? DataKeysTold.Fault(keys, told);
                // A row and its entry come together. If none came while this was read, the difference is one.
                if (fault is null || told.LastOrDefault()?.Sequence == before || left == 0)
                {
                    return fault;
                }
            }
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or ArgumentException or System.Text.Json.JsonException)
        {
            return new AuditFault(AuditFaultKind.Unreadable, null, "connections and data keys that can be read", e.Message);
        }
    }

    private static IQueryable<AuditEntry> Entries(PortalDbContext db) =>
        db.Set<AuditEntry>().Where(e => Telling.Contains(e.Action) && (e.SubjectType == ConnectionsTold.SubjectType || e.SubjectType == DataKeysTold.SubjectType));

    private static Task<List<StateTold>> ToldAsync(PortalDbContext db, CancellationToken cancellationToken) => (
        from entry in Entries(db)
        join d in db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
        from detail in details.DefaultIfEmpty()
        orderby entry.Sequence
        select new StateTold(entry.Sequence, entry.At, entry.Action, entry.SubjectType, entry.SubjectId, detail == null ? null : detail.DetailJson))
        .ToListAsync(cancellationToken);
}
