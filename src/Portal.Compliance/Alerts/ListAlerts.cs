using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Alerts;

/// <summary>Alerts of the organization: open ones first, newest first.</summary>
public sealed class ListAlerts(TenantScope scope, TenantDatabase database, Catalog catalog, ProductClock clock)
{
    public async Task<Page<AlertView>> ExecuteAsync(AlertFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var me = Guid.TryParse(scope.Actor.Id, out var person) ? person : Guid.Empty;
        var alerts = db.Set<Alert>().Where(a =>
            (filter.State == null || a.State == filter.State)
            && (filter.Cause == null || a.Cause == filter.Cause)
            && (filter.ConnectionId == null || a.ConnectionId == filter.ConnectionId)
            && (!filter.MineOnly || a.OwnerId == me));
        var page = await (
            from alert in alerts
            join connection in db.Set<Connection>() on alert.ConnectionId equals connection.Id
            orderby alert.State == AlertState.Open ? 0 : 1, alert.OpenedAt descending, alert.Id
            select new { Alert = alert, Connection = connection }).Skip(skip).Take(take).ToListAsync(cancellationToken);
        var served = await ControlsServed.ReadAsync(db, catalog, clock.GetUtcNow(), cancellationToken);
        return new Page<AlertView>(
            [.. page.Select(r => View(r.Alert, r.Connection, served))],
            await alerts.CountAsync(cancellationToken));
    }

    private AlertView View(Alert alert, Connection connection, ControlsServed served) => new(
        alert.Id, alert.ConnectionId, connection.Name, connection.AccountLabel, alert.Cause, alert.State, alert.OpenedAt, alert.StaleSince,
        AlertWords.ControlsAffected(alert, connection, served),
        AlertWords.Of(alert, connection, scope.Tenant.Zone), alert.ResolvedAt, alert.Resolution, alert.OwnerId, alert.OwnerName,
        alert.AcknowledgedAt, alert.AcknowledgedBy, alert.SnoozedUntil, [.. FailingEvidence.Of(alert).Select(f => (f.EvidenceId, f.Title))]);
}
