using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// The sync that a new key brings with it. While it is on its way the staleness that the old key left behind is being answered, and says
/// nothing new: an alert that opens and resolves within seconds teaches people to ignore alerts.
/// </summary>
internal static class FirstSyncWithKey
{
    /// <summary>A sync that has not ended after this is no answer: the staleness speaks up beside it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <returns>True while the first sync since the key was set waits or runs, has not failed once, and is not overdue.</returns>
    public static async Task<bool> IsUnderWayAsync(PortalDbContext db, Connection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (connection.State != ConnectionState.Active)
        {
            return false;
        }

        var (id, since) = (connection.Id, connection.CredentialSetAt);
        var runs = await db.Set<ConnectorRun>().Where(r => r.ConnectionId == id && r.QueuedAt >= since)
            .OrderBy(r => r.QueuedAt).Take(2).Select(r => new { r.State, r.QueuedAt, r.ErrorCode }).ToListAsync(cancellationToken);
        return runs is [{ State: RunState.Queued or RunState.Running, ErrorCode: null } only] && now - only.QueuedAt <= Patience;
    }
}
