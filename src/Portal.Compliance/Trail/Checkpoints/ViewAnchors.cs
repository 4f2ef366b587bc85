using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>Whether the organization's checkpoints are kept where the database's writers do not reach.</summary>
/// <param name="Newest">The newest checkpoint of the database; null while there is none.</param>
public sealed record AnchorView(AnchorState State, long? Newest)
{
    /// <summary>A database that was set back as a whole would not be noticed now.</summary>
    public bool IsWarning => State != AnchorState.Kept;
}

public enum AnchorState
{
    /// <summary>The newest checkpoint is in the folder, or there is none yet.</summary>
    Kept,
    /// <summary><c>AuditLog:AnchorFolder</c> is not set.</summary>
    NotConfigured,
    /// <summary>The folder holds no checkpoint of this organization, although the log has some: it is new, or somebody emptied or unmounted it.</summary>
    Empty,
    /// <summary>The folder holds earlier checkpoints, but not the newest one.</summary>
    Behind,
    /// <summary>The folder cannot be read.</summary>
    Unreadable,
}

/// <inheritdoc cref="AnchorView"/>
public sealed class ViewAnchors
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly CheckpointAnchors _anchors;

    internal ViewAnchors(TenantScope scope, TenantDatabase database, CheckpointAnchors anchors) => (_scope, _database, _anchors) = (scope, database, anchors);

    public async Task<AnchorView> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ReadAuditLog);
        await using var db = _database.Open();
        var row = await db.Set<AuditCheckpoint>().MaxAsync(c => (long?)c.Size, cancellationToken);
        // The rows may be gone: the log's entries tell of them too.
        var action = AuditAction.CheckpointSigned.Code();
        var any = row is not null || await db.Set<AuditEntry>().AnyAsync(e => e.Action == action, cancellationToken);
        if (!_anchors.IsOn)
        {
            return new AnchorView(AnchorState.NotConfigured, row);
        }

        try
        {
            var sizes = _anchors.SizesOf(_scope.OrganizationId);
            return new AnchorView(
                !any || (row is { } newest && sizes.Contains(newest)) ? AnchorState.Kept
                    : sizes.Count == 0 ? AnchorState.Empty
                    : row is null ? AnchorState.Kept
                    : AnchorState.Behind, row);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AnchorView(AnchorState.Unreadable, row);
        }
    }
}
