using System.Text.Json.Nodes;
using Portal.Compliance.Connections.Sync;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// The way out of a quarantine that is right about the numbers and wrong about the cause: a person says, with a reason, that the change is
/// real. The next sync compares with nothing earlier, and is queued at once.
/// </summary>
public sealed class AcceptNewBaseline
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;
    private readonly ClaimRun _claim;

    internal AcceptNewBaseline(TenantScope scope, ConnectionChange change, ClaimRun claim) => (_scope, _change, _claim) = (scope, change, claim);

    public Task<Result<Done>> ExecuteAsync(Guid connectionId, string reason, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        return _change.ExecuteAsync(connectionId, (work, connection) =>
        {
            var problem = string.IsNullOrWhiteSpace(reason) ? ConnectionProblems.ReasonMissing : ConnectionProblems.CannotSync(connection);
            if (problem is null)
            {
                connection.FactsJson = null;
                _claim.Queue(work, connection, RunTrigger.Manual, null, work.NewId());
                work.Audit(AuditAction.ConnectionSettingsChanged, "connection", connectionId,
                    new JsonObject { ["baseline"] = "accepted anew", ["reason"] = reason.Trim() });
            }

            return Task.FromResult(problem);
        }, cancellationToken);
    }
}
