using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>The organization's checkpoints, newest first.</summary>
public sealed class ListCheckpoints(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<CheckpointView>> ExecuteAsync(int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        await using var db = database.Open();
        var page = await db.Set<AuditCheckpoint>().OrderByDescending(c => c.Size).Skip(skip).Take(take + 1).ToListAsync(cancellationToken);
        return new Page<CheckpointView>([.. page.Take(take).Select((c, i) => SignCheckpoint.View(c) with { EarlierSize = i + 1 < page.Count ? page[i + 1].Size : null })], await db.Set<AuditCheckpoint>().CountAsync(cancellationToken));
    }
}

/// <summary>One checkpoint by its size.</summary>
public sealed class ViewCheckpoint(TenantScope scope, TenantDatabase database)
{
    /// <returns>Null when the organization has no checkpoint of that size.</returns>
    public async Task<CheckpointView?> ExecuteAsync(long size, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        await using var db = database.Open();
        return await db.Set<AuditCheckpoint>().SingleOrDefaultAsync(c => c.Size == size, cancellationToken) is { } row ? SignCheckpoint.View(row) : null;
    }
}

/// <summary>Why the log cannot be signed at present.</summary>
public sealed class ViewLogTrouble(TenantScope scope, TenantDatabase database)
{
    /// <returns>Null when nothing is known to be wrong.</returns>
    public async Task<CheckpointRefusal?> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        return await db.Set<AuditLogTrouble>().SingleOrDefaultAsync(cancellationToken) is { } t
            ? new CheckpointRefusal(t.Kind, t.Since, t.CheckpointSize, t.Expected, t.Found)
            : null;
    }
}
