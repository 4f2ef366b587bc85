using System.Text.Json.Nodes;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// Writes down that an attempt failed: the run's outcome, the connection's health, alerts and the audit entry in one transaction. Only
/// the holder of the lease may.
/// </summary>
internal sealed class FailRun(TenantDatabase database, TimeProvider system, FaultInjection faults)
{
    /// <summary>An unexplained failure must repeat before it becomes an alert; a known cause becomes one at once.</summary>
    public const int FailuresBeforeAlert = 3;

    /// <exception cref="LeaseLostException">Somebody else took the run over; nothing was written.</exception>
    public async Task ExecuteAsync(RunClaim claim, SyncFailure failure, RunProgress progress, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var (connection, run) = await RunLease.HoldAsync(work, claim, system, cancellationToken);
        var wait = failure.IsTransient ? RetryPolicy.WaitAfter(run.Id, claim.Attempt, failure.RetryAfter) : null;
        run.Move(wait is null ? RunState.Failed : RunState.Queued);
        run.RetryAt = work.Now + wait;
        run.FinishedAt = wait is null ? work.Now : null;
        run.ErrorCode = failure.Code;
        run.ErrorMessage = Shortened(failure.Message);
        run.ErrorDetailJson = SyncJson.Write(failure.Detail);
        run.StepsJson = SyncJson.Write(progress.Steps);
        connection.ConsecutiveFailures++;
        connection.LastRunId = run.Id;
        RunLease.Release(connection);
        if (wait is null)
        {
            connection.NextDueAt = SyncSlots.After(connection.Id, connection.Cadence, work.Now);
        }

        Audit(work, claim, failure, run.RetryAt);
        await RaiseAsync(work, connection, failure, cancellationToken);
        await StagingTables.DeleteAsync(work.Db, run.Id, cancellationToken);
        Outbox.PlanSchedule(work, connection.Id);
        faults.Reach(SyncFaultPoints.DuringFailureWrite);
        await work.CommitAsync(cancellationToken);
        faults.Reach(SyncFaultPoints.AfterFailureCommit);
    }

    /// <summary>The host is stopping: the attempt is given back as if it had not begun, to be taken up at the next start.</summary>
    public async Task GiveBackAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var (connection, run) = await RunLease.HoldAsync(work, claim, system, cancellationToken);
        run.Move(RunState.Queued);
        run.Attempt--;
        run.StepsJson = "[]";
        RunLease.Release(connection);
        await StagingTables.DeleteAsync(work.Db, run.Id, cancellationToken);
        Outbox.PlanSchedule(work, connection.Id);
        await work.CommitAsync(cancellationToken);
    }

    private static async Task RaiseAsync(TenantWork work, Connection connection, SyncFailure failure, CancellationToken cancellationToken)
    {
        var alerts = await AlertBook.OpenAsync(work, connection, cancellationToken);
        var detail = new JsonObject { ["code"] = failure.Code, ["message"] = Shortened(failure.Message) };
        if (failure.NeedsReauth)
        {
            // A pause that met the refusal stays visible as a refused key: resuming would only be refused again.
            connection.Move(ConnectionState.NeedsReauth);
            work.Audit(AuditAction.ConnectionReauthNeeded, "connection", connection.Id, new JsonObject { ["code"] = failure.Code });
            alerts.RaiseKeyRefused(detail);
            alerts.Resolve(AlertCause.SyncFailing, "The cause is known now: the key is refused.");
        }
        else if (failure.IsKnownCause || connection.ConsecutiveFailures >= FailuresBeforeAlert)
        {
            alerts.Raise(AlertCause.SyncFailing, detail);
        }
    }

    private static void Audit(TenantWork work, RunClaim claim, SyncFailure failure, DateTimeOffset? retryAt) =>
        work.Audit(AuditAction.SyncFailed, "run", claim.RunId, new JsonObject
        {
            ["attempt"] = claim.Attempt,
            ["code"] = failure.Code,
            ["connection"] = claim.ConnectionId.ToString("D"),
            ["message"] = Shortened(failure.Message),
            ["providerMessage"] = failure.Detail.ProviderMessage,
            ["providerRequestId"] = failure.Detail.ProviderRequestId,
            ["providerStatus"] = failure.Detail.ProviderStatus,
            ["request"] = failure.Detail.Request,
            ["retryAt"] = retryAt is { } at ? InstantText.Machine(at) : null,
            ["slot"] = claim.Slot,
            ["trace"] = failure.Detail.TraceId,
            ["trigger"] = claim.Trigger.ToString(),
        });

    private static string Shortened(string message) => message.Length <= 2000 ? message : message[..1999] + "…";
}
