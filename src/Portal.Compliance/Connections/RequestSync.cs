using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Queues a sync now. Answers the run already under way when there is one; one that waits for its retry is tried at once.</summary>
public sealed class RequestSync
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly ClaimRun _claim;
    private readonly ConnectionNotices _notices;
    private readonly FaultInjection _faults;

    internal RequestSync(TenantScope scope, TenantDatabase database, ClaimRun claim, ConnectionNotices notices, FaultInjection faults) =>
        (_scope, _database, _claim, _notices, _faults) = (scope, database, claim, notices, faults);

    /// <returns>The run.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        Guid runId;
        await using (var work = await _database.BeginAsync(cancellationToken))
        {
            var connection = await work.Db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
            if (connection is null)
            {
                return ConnectionProblems.Unknown;
            }

            if (ConnectionProblems.CannotSync(connection) is { } problem)
            {
                return problem;
            }

            var run = await work.Db.Set<ConnectorRun>()
                .Where(r => r.ConnectionId == connectionId && (r.State == RunState.Queued || r.State == RunState.Running))
                .OrderBy(r => r.QueuedAt).FirstOrDefaultAsync(cancellationToken);
            if (run is { State: RunState.Running } or { State: RunState.Queued, RetryAt: null })
            {
                return run.Id;
            }

            run ??= _claim.Queue(work, connection, RunTrigger.Manual, null, work.NewId());
            run.RetryAt = null;
            work.Audit(AuditAction.SyncRequested, "run", run.Id, new JsonObject { ["connection"] = connectionId.ToString("D") });
            Outbox.PlanSchedule(work, connectionId);
            await work.CommitAsync(cancellationToken);
            runId = run.Id;
        }

        _faults.Reach(SyncFaultPoints.AfterRunQueued);
        await _notices.RunChangedAsync(connectionId, runId);
        return runId;
    }
}
