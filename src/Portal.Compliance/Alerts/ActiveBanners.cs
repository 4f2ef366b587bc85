using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Alerts;

/// <summary>
/// One banner per open cause that nobody snoozed, worst first. A connection whose deadline has passed is shown even in the moment before
/// its alert is written, and if the scheduler is down.
/// </summary>
public sealed class ActiveBanners(TenantScope scope, TenantDatabase database, Catalog catalog, ProductClock clock)
{
    public async Task<IReadOnlyList<Banner>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        var connections = await db.Set<Connection>()
            .Where(c => c.State != ConnectionState.Revoked && c.State != ConnectionState.Revoking).ToListAsync(cancellationToken);
        if (connections.Count == 0)
        {
            return [];
        }

        var open = await db.Set<Alert>().Where(a => a.State == AlertState.Open).ToListAsync(cancellationToken);
        var served = await ConnectionReads.ControlsServedAsync(db, catalog, now, cancellationToken);
        return
        [
            .. connections.SelectMany(c => Of(c, open.FindAll(a => a.ConnectionId == c.Id), served.GetValueOrDefault(c.Connector), now))
                .OrderBy(b => Severity(b.Cause)).ThenBy(b => b.Since).ThenBy(b => b.ConnectionId),
        ];
    }

    private IEnumerable<Banner> Of(Connection connection, List<Alert> open, int controls, DateTimeOffset now)
    {
        foreach (var alert in open.Where(a => !(a.SnoozedUntil > now)))
        {
            var since = alert.Cause == AlertCause.Stale ? alert.StaleSince ?? alert.OpenedAt : alert.OpenedAt;
            yield return Make(connection, alert.Id, alert.Cause, since, alert.StaleSince, controls, AlertWords.Of(alert, connection, scope.Tenant.Zone));
        }

        if (Wakes.IsStale(connection, now) && !open.Exists(a => a.Cause is AlertCause.Stale or AlertCause.KeyRefused))
        {
            var since = Wakes.Deadline(connection)!.Value;
            yield return Make(connection, null, AlertCause.Stale, since, since, controls, AlertWords.Stale(connection, since, scope.Tenant.Zone));
        }
    }

    private Banner Make(
        Connection connection, Guid? alertId, AlertCause cause, DateTimeOffset since, DateTimeOffset? staleSince, int controls, string message) => new(
        alertId, connection.Id, connection.Name, connection.AccountLabel, cause, since, staleSince, connection.LastAcceptedAsOf, controls, message,
        scope.Actor.May(Permission.ManageConnections) ? Actions(cause, connection) : [], connection.State, connection.LastRunId);

    private static IReadOnlyList<BannerAction> Actions(AlertCause cause, Connection connection) => cause switch
    {
        AlertCause.KeyRefused => [BannerAction.ReplaceKey, BannerAction.OpenConnection],
        AlertCause.Stale when connection.State == ConnectionState.Paused => [BannerAction.Resume, BannerAction.OpenConnection],
        AlertCause.Stale when connection.State == ConnectionState.NeedsReauth => [BannerAction.ReplaceKey, BannerAction.OpenConnection],
        AlertCause.Stale => [BannerAction.SyncNow, BannerAction.OpenConnection],
        AlertCause.SyncFailing => [BannerAction.SyncNow, BannerAction.OpenRun, BannerAction.OpenConnection],
        AlertCause.Quarantined => [BannerAction.OpenRun, BannerAction.OpenConnection],
        AlertCause.PermissionsShrank => [BannerAction.ReplaceKey, BannerAction.OpenConnection],
        AlertCause.EvidenceFailing => [BannerAction.OpenConnection],
    };

    private static int Severity(AlertCause cause) => cause switch
    {
        AlertCause.KeyRefused => 0,
        AlertCause.Stale => 1,
        AlertCause.SyncFailing => 2,
        AlertCause.Quarantined => 3,
        AlertCause.PermissionsShrank => 4,
        AlertCause.EvidenceFailing => 5,
    };
}
