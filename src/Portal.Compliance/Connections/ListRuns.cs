using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>A connection's runs, newest first.</summary>
public sealed class ListRuns(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<RunSummary>> ExecuteAsync(Guid connectionId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var runs = db.Set<ConnectorRun>().Where(r => r.ConnectionId == connectionId);
        var page = await runs.OrderByDescending(r => r.QueuedAt).ThenByDescending(r => r.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Page<RunSummary>([.. page.Select(ConnectionReads.Summary)], await runs.CountAsync(cancellationToken));
    }
}
