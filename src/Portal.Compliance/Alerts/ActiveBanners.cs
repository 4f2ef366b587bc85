using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
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
        var served = await ControlsServed.ReadAsync(db, catalog, now, cancellationToken);
        var unwritten = await StaleWithoutAlertAsync(db, connections, open, now, cancellationToken);
        return
        [
            .. connections.SelectMany(c => Of(c, open.FindAll(a => a.ConnectionId == c.Id), served, now, unwritten.Contains(c.Id)))
                .OrderBy(b => Severity(b.Cause)).ThenBy(b => b.Since).ThenBy(b => b.ConnectionId),
        ];
    }

    /// <summary>Those whose alert is yet to be written; not those whose first sync with a new key is about to end the staleness.</summary>
    private static async Task<IReadOnlySet<Guid>> StaleWithoutAlertAsync(
        PortalDbContext db, List<Connection> connections, List<Alert> open, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new HashSet<Guid>();
        foreach (var connection in connections.Where(c => Wakes.IsStale(c, now)
            && !open.Exists(a => a.ConnectionId == c.Id && a.Cause is AlertCause.Stale or AlertCause.KeyRefused)))
        {
            if (!await FirstSyncWithKey.IsUnderWayAsync(db, connection, now, cancellationToken))
            {
                found.Add(connection.Id);
            }
        }

        return found;
    }

    private IEnumerable<Banner> Of(Connection connection, List<Alert> open, ControlsServed served, DateTimeOffset now, bool staleWithoutAlert)
    {
        foreach (var alert in open.Where(a => !(a.SnoozedUntil > now)))
        {
            var since = alert.Cause == AlertCause.Stale ? alert.StaleSince ?? alert.OpenedAt : alert.OpenedAt;
            yield return Make(
                connection, alert.Id, alert.Cause, since, alert.StaleSince, AlertWords.ControlsAffected(alert, connection, served),
                AlertWords.Of(alert, connection, scope.Tenant.Zone)) with
            { Evidence = FailingEvidence.Of(alert).FirstOrDefault()?.EvidenceId };
        }

        if (staleWithoutAlert)
        {
            var since = Wakes.Deadline(connection);
            yield return Make(
                connection, null, AlertCause.Stale, since, since, served.ByConnector(connection.Connector),
                AlertWords.Stale(connection, since, scope.Tenant.Zone));
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
        AlertCause.EvidenceFailing => [BannerAction.OpenEvidence, BannerAction.OpenConnection],
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
