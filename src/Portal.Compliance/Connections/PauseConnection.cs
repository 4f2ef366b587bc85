using Portal.Compliance.Connections.Sync;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Stops syncs until somebody resumes; one that is running or queued is cancelled. Its evidence goes on ageing, and says so.</summary>
public sealed class PauseConnection
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;

    internal PauseConnection(TenantScope scope, ConnectionChange change) => (_scope, _change) = (scope, change);

    public async Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        IReadOnlyList<Guid> cancelled = [];
        var result = await _change.ExecuteAsync(connectionId, async (work, connection) =>
        {
            if (!Transitions.Allows(connection.State, ConnectionState.Paused))
            {
                return ConnectionProblems.NotActive;
            }

            connection.Move(ConnectionState.Paused);
            connection.PausedAt = work.Now;
            cancelled = await RunEnding.CancelAsync(work, connection, null, "the connection was paused", cancellationToken);
            work.Audit(AuditAction.ConnectionPaused, "connection", connectionId);
            return null;
        }, cancellationToken);
        if (result.IsOk)
        {
            _change.Stop(_scope.OrganizationId, cancelled);
        }

        return result;
    }
}
