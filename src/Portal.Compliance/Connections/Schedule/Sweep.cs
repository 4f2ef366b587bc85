using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Keys;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>Finds what fell through: abandoned runs, promises not kept, triggers that never fired, deadlines that passed unseen.</summary>
internal sealed class Sweep(
    TenantDatabase database, ReapRuns reap, AfterCommit afterCommit, ConnectionSchedule schedule, MarkStale stale,
    FinishRevocations revocations, KeyWakes keys, ProductClock clock)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await reap.ExecuteAsync(allLeases: false, cancellationToken);
        await revocations.ExecuteAsync(cancellationToken);
        await afterCommit.KeepPromisesAsync(cancellationToken);
        await keys.WakeIfOpenAsync(cancellationToken);
        var now = clock.GetUtcNow();
        List<Connection> connections;
        await using (var db = database.Open())
        {
            connections = await db.Set<Connection>()
                .Where(c => c.State != ConnectionState.Revoked && c.State != ConnectionState.Revoking).ToListAsync(cancellationToken);
        }

        foreach (var connection in connections)
        {
            await stale.ExecuteAsync(connection.Id, cancellationToken);
            await using var db = database.Open();
            var queued = await ConnectionSchedule.QueuedAsync(db, connection.Id, cancellationToken);
            if (schedule.IsOn && Wakes.Of(connection, queued, staleKnown: true).Sync < now - Late)
            {
                await schedule.PlanAsync(connection.Id, cancellationToken);
            }
        }
    }
}
