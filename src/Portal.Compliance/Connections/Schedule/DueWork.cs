using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>Does whatever is due for a connection now, by its rows. Whoever woke it, and how often, makes no difference.</summary>
internal sealed class DueWork(TenantDatabase database, SyncConnection sync, MarkStale stale, ProductClock clock)
{
    /// <summary>The sync first, because it may end the staleness; the staleness in any case.</summary>
    public async Task ExecuteAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            await SyncAsync(connectionId, cancellationToken);
        }
        finally
        {
            await stale.ExecuteAsync(connectionId, CancellationToken.None);
        }
    }

    /// <returns>Null when nothing was due.</returns>
    public async Task<SyncResult?> SyncAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Connection? connection;
        ConnectorRun? waiting;
        await using (var db = database.Open())
        {
            connection = await db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
            waiting = await db.Set<ConnectorRun>().Where(r => r.ConnectionId == connectionId && r.State == RunState.Queued)
                .OrderBy(r => r.QueuedAt).FirstOrDefaultAsync(cancellationToken);
        }

        return connection is not { State: ConnectionState.Active } ? null
            : waiting is { RetryAt: { } at } && at > now ? null
            : waiting is not null ? await sync.RunQueuedAsync(connectionId, waiting.Id, cancellationToken)
            : connection.NextDueAt <= now ? await sync.RunAsync(connectionId, RunTrigger.Schedule, SyncSlots.Due(connection, now), cancellationToken)
            : null;
    }
}
