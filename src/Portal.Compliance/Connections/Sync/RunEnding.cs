using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Ends that come from outside a run: its runner died, somebody cancelled it, or its connection was revoked.</summary>
internal static class RunEnding
{
    /// <summary>Closes the run behind an expired lease, if there is one. The late runner, should it wake, finds its epoch gone.</summary>
    public static async Task<bool> AbandonHolderAsync(TenantWork work, Connection connection, CancellationToken cancellationToken)
    {
        if (connection.LeaseRunId is not { } holder)
        {
            return false;
        }

        var run = await work.Db.Set<ConnectorRun>().SingleAsync(r => r.Id == holder, cancellationToken);
        RunLease.Revoke(connection);
        if (Transitions.IsFinal(run.State))
        {
            return false;
        }

        await CloseAsync(work, run, RunState.Abandoned, cancellationToken);
        run.ErrorCode = "abandoned";
        run.ErrorMessage = "The portal stopped or lost its database while this sync was running. Nothing of it was stored; another sync follows.";
        connection.ConsecutiveFailures++;
        connection.LastRunId = run.Id;
        if (connection.State == ConnectionState.Active)
        {
            // At once, unless it keeps dying: then ever later, so that a sync that kills its host does not do so in a loop.
            var wait = connection.ConsecutiveFailures == 1 ? TimeSpan.Zero
                : RetryPolicy.WaitAfter(run.Id, Math.Min(connection.ConsecutiveFailures - 1, RetryPolicy.MaxAttempts - 1), null)!.Value;
            connection.NextDueAt = work.Now + wait;
        }

        work.Audit(AuditAction.SyncAbandoned, "run", run.Id, new JsonObject
        {
            ["connection"] = connection.Id.ToString("D"),
            ["attempt"] = run.Attempt,
            ["slot"] = run.Slot,
        });
        if (connection.ConsecutiveFailures >= FailRun.FailuresBeforeAlert)
        {
            (await AlertBook.OpenAsync(work, connection, cancellationToken)).Raise(AlertCause.SyncFailing, new JsonObject { ["code"] = run.ErrorCode });
        }

        Outbox.PlanSchedule(work, connection.Id);
        return true;
    }

    /// <summary>Cancels the connection's queued and running runs: in this write, not when the runner gets round to it.</summary>
    /// <returns>The runs cancelled.</returns>
    public static async Task<IReadOnlyList<Guid>> CancelAsync(
        TenantWork work, Connection connection, Guid? onlyRun, string reason, CancellationToken cancellationToken)
    {
        var runs = await work.Db.Set<ConnectorRun>()
            .Where(r => r.ConnectionId == connection.Id && (r.State == RunState.Queued || r.State == RunState.Running)
                && (onlyRun == null || r.Id == onlyRun))
            .ToListAsync(cancellationToken);
        foreach (var run in runs)
        {
            if (connection.LeaseRunId == run.Id)
            {
                RunLease.Revoke(connection);
                connection.LastRunId = run.Id;
            }

            run.CancelRequestedAt = work.Now;
            await CloseAsync(work, run, RunState.Cancelled, cancellationToken);
            work.Audit(AuditAction.SyncCancelled, "run", run.Id, new JsonObject
            {
                ["connection"] = connection.Id.ToString("D"),
                ["attempt"] = run.Attempt,
                ["reason"] = reason,
            });
        }

        if (runs.Count > 0 && connection.NextDueAt <= work.Now)
        {
            // The slot was cancelled, not postponed: it must not come up again a moment later.
            connection.NextDueAt = SyncSlots.After(connection.Id, connection.Cadence, work.Now);
        }

        return [.. runs.Select(r => r.Id)];
    }

    private static async Task CloseAsync(TenantWork work, ConnectorRun run, RunState state, CancellationToken cancellationToken)
    {
        run.Move(state);
        run.FinishedAt = work.Now;
        run.RetryAt = null;
        await StagingTables.DeleteAsync(work.Db, run.Id, cancellationToken);
    }
}
