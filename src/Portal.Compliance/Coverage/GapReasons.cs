using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Coverage;

/// <summary>Says of every gap in collection why it came and who was told, from runs and alerts.</summary>
internal static class GapReasons
{
    public static async Task<IReadOnlyList<StripDetail>> ExplainAsync(
        PortalDbContext db, IReadOnlyList<ContinuityStrip> strips, DateTimeOffset asOf, Catalog catalog, CancellationToken cancellationToken)
    {
        var details = new List<StripDetail>(strips.Count);
        foreach (var strip in strips)
        {
            var gaps = new List<GapDetail>();
            foreach (var gap in strip.Gaps)
            {
                gaps.Add(await ExplainAsync(db, strip.ConnectionId, gap, asOf, cancellationToken));
            }

            details.Add(new StripDetail(strip, catalog.TitleOf(strip.Kind), gaps));
        }

        return details;
    }

    private static async Task<GapDetail> ExplainAsync(PortalDbContext db, Guid connection, ContinuitySpan gap, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var since = gap.LastAsOf ?? await db.Set<Connection>().Where(c => c.Id == connection).Select(c => c.CreatedAt).SingleAsync(cancellationToken);
        var failed = db.Set<ConnectorRun>().Where(r => r.ConnectionId == connection && r.QueuedAt > since && r.QueuedAt < gap.To
            && (r.State == RunState.Failed || r.State == RunState.Quarantined || r.State == RunState.Abandoned));
        var count = await failed.CountAsync(cancellationToken);
        var newest = await failed.OrderByDescending(r => r.QueuedAt).Select(r => new { r.ErrorCode, r.ErrorMessage }).FirstOrDefaultAsync(cancellationToken);
        var alert = await db.Set<Alert>()
            .Where(a => a.ConnectionId == connection && a.OpenedAt < gap.To && (a.ResolvedAt == null || a.ResolvedAt >= gap.From)
                // Others are about what was collected, and say nobody that nothing is.
                && a.Cause != AlertCause.EvidenceFailing && a.Cause != AlertCause.PermissionsShrank)
            .OrderBy(a => a.StaleSince == null).ThenBy(a => a.OpenedAt).ThenBy(a => a.Id)
            .Select(a => new GapAlert(a.Id, a.Cause, a.OpenedAt, a.AcknowledgedAt <= asOf ? a.AcknowledgedBy : null, a.ResolvedAt <= asOf ? a.ResolvedAt : null)).FirstOrDefaultAsync(cancellationToken);
        var moved = AuditAction.DemoClockMoved.Code();
        var clockMoved = await db.Set<AuditEntry>().AnyAsync(e => e.Action == moved && e.At > since && e.At <= gap.To, cancellationToken);
        return new GapDetail(gap, count, newest?.ErrorCode, newest?.ErrorMessage, alert, clockMoved, await PauseAsync(db, connection, gap, cancellationToken));
    }

    /// <summary>The pause that lasted into the gap or began in it; the last one when there were several.</summary>
    private static async Task<GapPause?> PauseAsync(PortalDbContext db, Guid connection, ContinuitySpan gap, CancellationToken cancellationToken)
    {
        var (id, paused, resumed) = (connection.ToString("D"), AuditAction.ConnectionPaused.Code(), AuditAction.ConnectionResumed.Code());
        var entries = db.Set<AuditEntry>().Where(e => e.SubjectType == "connection" && e.SubjectId == id && e.At < gap.To);
        var last = await entries.Where(e => e.Action == paused).OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.At, e.ActorName }).FirstOrDefaultAsync(cancellationToken);
        return last is null || await entries.AnyAsync(e => e.Action == resumed && e.Sequence > last.Sequence && e.At <= gap.From, cancellationToken)
            ? null
            : new GapPause(last.At, last.ActorName);
    }
}
