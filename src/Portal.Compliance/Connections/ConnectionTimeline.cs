using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>What happened to a connection, its runs and its alerts, newest first, read from the audit log.</summary>
public sealed class ConnectionTimeline(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<TimelineEntry>> ExecuteAsync(Guid connectionId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var connection = connectionId.ToString("D");
        var runs = await SubjectsAsync(db.Set<ConnectorRun>().Where(r => r.ConnectionId == connectionId).Select(r => r.Id), cancellationToken);
        var alerts = await SubjectsAsync(db.Set<Alert>().Where(a => a.ConnectionId == connectionId).Select(a => a.Id), cancellationToken);
        var entries = db.Set<AuditEntry>().Where(e =>
            (e.SubjectType == "connection" && e.SubjectId == connection)
            || (e.SubjectType == "run" && runs.Contains(e.SubjectId))
            || (e.SubjectType == "alert" && alerts.Contains(e.SubjectId)));
        var page = await (
            from entry in entries
            join detail in db.Set<AuditDetail>() on entry.Sequence equals detail.Sequence into details
            from detail in details.DefaultIfEmpty()
            orderby entry.Sequence descending
            select new { Entry = entry, Detail = (byte[]?)detail.DetailJson }).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Page<TimelineEntry>(
            [.. page.Select(r => Read(r.Entry, r.Detail))], await entries.CountAsync(cancellationToken));
    }

    private TimelineEntry Read(AuditEntry entry, byte[]? detail)
    {
        var known = detail is null ? null : JsonNode.Parse(detail) as JsonObject;
        Guid? run = entry.SubjectType == "run" ? Guid.Parse(entry.SubjectId)
            : Guid.TryParse(known?["run"]?.GetValue<string>(), out var named) ? named : null;
        return new TimelineEntry(
            entry.At, entry.Action, entry.ActorName, TimelineWords.Of(entry.Action, known, scope.Tenant.Zone), entry.Sequence, run);
    }

    // Subjects are stored as lower-case text, whatever the engine makes of an id.
    private static async Task<List<string>> SubjectsAsync(IQueryable<Guid> ids, CancellationToken cancellationToken) =>
        [.. (await ids.ToListAsync(cancellationToken)).Select(id => id.ToString("D"))];
}
