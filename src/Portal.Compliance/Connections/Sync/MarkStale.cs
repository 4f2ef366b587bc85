using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// Opens the staleness alert of a connection whose newest accepted evidence is older than its threshold, or that has had none for that long, once;
/// not while the first sync with a new key is about to end it.
/// </summary>
internal sealed class MarkStale(TenantDatabase database, TenantScope scope, ProductClock clock, OrganizationEvents events)
{
    /// <returns>Whether it turned stale just now.</returns>
    public async Task<bool> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (!await MayBeStaleAsync(connectionId, cancellationToken))
        {
            return false;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var connection = await work.Db.Set<Connection>().SingleAsync(c => c.Id == connectionId, cancellationToken);
        if (connection.State is ConnectionState.Revoking or ConnectionState.Revoked || !Wakes.IsStale(connection, work.Now)
            || await FirstSyncWithKey.IsUnderWayAsync(work.Db, connection, work.Now, cancellationToken)
            || !(await AlertBook.OpenAsync(work, connection, cancellationToken)).RaiseStale(Wakes.Deadline(connection)))
        {
            return false;
        }

        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ConnectionChanged(connectionId));
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return true;
    }

    /// <summary>A look without the write lock: most looks find nothing.</summary>
    private async Task<bool> MayBeStaleAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken) is { } connection
            && Wakes.IsStale(connection, clock.GetUtcNow());
    }
}
