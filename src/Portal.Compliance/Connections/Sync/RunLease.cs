using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// The fencing lease: a claim raises the connection's epoch, and nobody writes for a run without showing the newest one. How long it
/// lasts goes by database time; product time plays no part.
/// </summary>
internal static class RunLease
{
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    public static async Task TakeAsync(TenantWork work, Connection connection, ConnectorRun run, TimeProvider system, CancellationToken cancellationToken)
    {
        connection.LeaseEpoch++;
        connection.LeaseRunId = run.Id;
        connection.LeaseUntil = await DatabaseTime.NowAsync(work.Db.Database, system, cancellationToken) + TimeToLive;
        run.LeaseEpoch = connection.LeaseEpoch;
    }

    /// <summary>
    /// Shows the lease inside a write and extends it. The update says <c>WHERE LeaseEpoch = mine</c> and locks the row, so nobody can claim
    /// the connection before this transaction ends.
    /// </summary>
    /// <exception cref="LeaseLostException">The epoch moved on.</exception>
    public static async Task<(Connection Connection, ConnectorRun Run)> HoldAsync(
        TenantWork work, RunClaim claim, TimeProvider system, CancellationToken cancellationToken)
    {
        var connection = await work.Db.Set<Connection>().SingleAsync(c => c.Id == claim.ConnectionId, cancellationToken);
        var run = await work.Db.Set<ConnectorRun>().SingleAsync(r => r.Id == claim.RunId, cancellationToken);
        if (connection.LeaseEpoch != claim.Epoch || connection.LeaseRunId != claim.RunId || run.State != RunState.Running)
        {
            throw new LeaseLostException(claim.RunId);
        }

        connection.LeaseUntil = await DatabaseTime.NowAsync(work.Db.Database, system, cancellationToken) + TimeToLive;
        try
        {
            await work.Db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException taken)
        {
            throw new LeaseLostException(claim.RunId, taken);
        }

        return (connection, run);
    }

    /// <summary>Gives the lease back with the run's end.</summary>
    public static void Release(Connection connection)
    {
        connection.LeaseRunId = null;
        connection.LeaseUntil = null;
    }

    /// <summary>Takes the lease away from whoever holds it: their epoch is old now.</summary>
    public static void Revoke(Connection connection)
    {
        connection.LeaseEpoch++;
        Release(connection);
    }

    public static async Task<bool> HasExpiredAsync(
        PortalDbContext db, Connection connection, TimeProvider system, CancellationToken cancellationToken) =>
        connection.LeaseUntil is not { } until || until <= await DatabaseTime.NowAsync(db.Database, system, cancellationToken);
}
