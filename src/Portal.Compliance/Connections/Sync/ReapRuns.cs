using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Live;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Closes runs whose runner is gone, and drops what they staged. Per organization, like everything.</summary>
internal sealed class ReapRuns(TenantDatabase database, TenantScope scope, RunningSyncs running, OrganizationEvents events, TimeProvider system)
{
    /// <param name="allLeases">
    /// At the start of the only process there can be: whoever held a lease and is not running here is dead, however long it had to run.
    /// </param>
    /// <returns>How many runs were closed.</returns>
    public async Task<int> ExecuteAsync(bool allLeases, CancellationToken cancellationToken)
    {
        List<Guid> held;
        await using (var db = database.Open())
        {
            held = await db.Set<Connection>().Where(c => c.LeaseRunId != null).Select(c => c.Id).ToListAsync(cancellationToken);
        }

        var closed = 0;
        foreach (var connection in held)
        {
            closed += await ReapAsync(connection, allLeases, cancellationToken) ? 1 : 0;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        await StagingTables.DeleteOrphansAsync(work.Db, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return closed;
    }

    private async Task<bool> ReapAsync(Guid connectionId, bool allLeases, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var connection = await work.Db.Set<Connection>().SingleAsync(c => c.Id == connectionId, cancellationToken);
        var isDead = allLeases && connection.LeaseRunId is { } holder && !running.IsHere(scope.OrganizationId, holder);
        if (!isDead && !await RunLease.HasExpiredAsync(work.Db, connection, system, cancellationToken))
        {
            return false;
        }

        var run = connection.LeaseRunId;
        if (!await RunEnding.AbandonHolderAsync(work, connection, cancellationToken))
        {
            return false;
        }

        try
        {
            await work.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another machine reaped it or claimed the connection first.
            return false;
        }

        events.Publish(scope.OrganizationId, new RunChanged(connectionId, run!.Value));
        events.Publish(scope.OrganizationId, new ConnectionChanged(connectionId));
        return true;
    }
}
