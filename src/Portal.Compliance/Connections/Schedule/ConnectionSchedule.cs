using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>Keeps the triggers in step with the rows. The rows are the truth; triggers can always be set anew from them.</summary>
internal sealed class ConnectionSchedule(TenantDatabase database, TenantScope scope, TenantTriggers triggers, CheckpointSchedule checkpoints, ProductClock clock)
{
    public const string SyncTrigger = "sync";
    public const string StaleTrigger = "stale";

    /// <summary>How often each organization is swept for abandoned runs and broken promises.</summary>
    public static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(2);

    /// <summary>Off while scheduling is off, and while history is being scripted: what was due then is not due now.</summary>
    public bool IsOn => triggers.IsOn && !clock.IsScripted;

    /// <summary>Sets the triggers of every connection.</summary>
    public async Task PlanAllAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        foreach (var id in await db.Set<Connection>().Select(c => c.Id).ToListAsync(cancellationToken))
        {
            await PlanAsync(id, cancellationToken);
        }

        await PlanOrganizationAsync(cancellationToken);
    }

    /// <summary>Sets one connection's triggers, and the organization's own if they are not there yet.</summary>
    /// <remarks>
    /// The row may change while its triggers are set, by another node that sets its own in between: the row is read again until it says what was set, so that
    /// of two who plan at once the last one has set what the row says.
    /// </remarks>
    public async Task PlanAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        for (Wakes? set = null; ;)
        {
            await using var db = database.Open();
            if (await db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken) is not { } connection)
            {
                return;
            }

            if (connection.State == ConnectionState.Revoked)
            {
                await PlanOrganizationAsync(cancellationToken);
                await triggers.RemoveAsync(scope.OrganizationId, connectionId, cancellationToken);
                return;
            }

            var wakes = Wakes.Of(connection, await QueuedAsync(db, connectionId, cancellationToken), await StaleKnownAsync(db, connectionId, cancellationToken));
            if (wakes == set)
            {
                return;
            }

            if (set is null)
            {
                await PlanOrganizationAsync(cancellationToken);
            }

            await triggers.SetAsync<ConnectionJob>(scope.OrganizationId, connectionId, new Dictionary<string, DateTimeOffset?>
            {
                [SyncTrigger] = wakes.Sync,
                [StaleTrigger] = wakes.Stale,
            }, cancellationToken);
            set = wakes;
        }
    }

    /// <summary>What an organization needs again and again, whatever it connects.</summary>
    private async Task PlanOrganizationAsync(CancellationToken cancellationToken)
    {
        await triggers.EveryAsync<SweepJob>(scope.OrganizationId, scope.OrganizationId, SweepEvery, cancellationToken);
        await triggers.EveryAsync<RetentionJob>(scope.OrganizationId, RetentionJob.Subject, RetentionJob.Every, cancellationToken);
        await checkpoints.PlanAsync(cancellationToken);
    }

    /// <summary>When the connection's oldest waiting run is due; null when none waits.</summary>
    public static async Task<DateTimeOffset?> QueuedAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var waiting = await db.Set<ConnectorRun>().Where(r => r.ConnectionId == connectionId && r.State == RunState.Queued)
            .OrderBy(r => r.QueuedAt).Select(r => new { r.QueuedAt, r.RetryAt }).FirstOrDefaultAsync(cancellationToken);
        return waiting?.RetryAt ?? waiting?.QueuedAt;
    }

    private static Task<bool> StaleKnownAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        db.Set<Alert>().AnyAsync(a => a.ConnectionId == connectionId && a.State == AlertState.Open
            && (a.Cause == AlertCause.Stale || (a.Cause == AlertCause.KeyRefused && a.StaleSince != null)), cancellationToken);
}
