using System.Text.Json.Nodes;
using Portal.Compliance.Connections.Sync;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Connections;

/// <summary>Starts scheduled syncs again; one is queued at once.</summary>
public sealed class ResumeConnection
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;
    private readonly ClaimRun _claim;

    internal ResumeConnection(TenantScope scope, ConnectionChange change, ClaimRun claim) => (_scope, _change, _claim) = (scope, change, claim);

    public Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        return _change.ExecuteAsync(connectionId, (work, connection) =>
        {
            if (connection.State != ConnectionState.Paused)
            {
                return Task.FromResult<Problem?>(ConnectionProblems.NotPaused);
            }

            connection.Move(ConnectionState.Active);
            var pausedAt = connection.PausedAt;
            connection.PausedAt = null;
            connection.NextDueAt = SyncSlots.After(connection.Id, connection.Cadence, work.Now);
            var run = _claim.Queue(work, connection, RunTrigger.Resumed, null, work.NewId());
            work.Audit(AuditAction.ConnectionResumed, "connection", connectionId, new JsonObject
            {
                ["pausedAt"] = pausedAt is { } since ? InstantText.Machine(since) : null,
                ["run"] = run.Id.ToString("D"),
            });
            return Task.FromResult<Problem?>(null);
        }, cancellationToken);
    }
}
