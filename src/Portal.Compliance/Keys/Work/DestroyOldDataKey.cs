using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys.Work;

/// <summary>
/// The end of a data key's rotation. A sync that began before everything was sealed anew may still hold values of the old key, so the key waits
/// until those syncs are over; then it is looked once more, in the same transaction that destroys it.
/// </summary>
internal sealed class DestroyOldDataKey(TenantScope scope, DataKeys dataKeys, KeyChange change, FaultInjection faults)
{
    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var moved = await change.ExecuteAsync(request.Id, (work, row) => DestroyAsync(work, row, cancellationToken), cancellationToken);
        if (moved)
        {
            dataKeys.Evict(scope.OrganizationId);
            faults.Reach(KeyFaultPoints.AfterDestroy);
        }

        return moved;
    }

    private async Task<bool> DestroyAsync(TenantWork work, KeyRequest request, CancellationToken cancellationToken)
    {
        // Whoever stores something sealed takes it too: KeyStandings.RequireOpenableAsync.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        if (await work.Db.Set<ConnectorRun>().AnyAsync(r => r.State == RunState.Running && r.StartedAt <= request.ReencryptedAt, cancellationToken))
        {
            return false;
        }

        await StagingTables.DeleteOrphansAsync(work.Db, cancellationToken);
        var old = request.OldDataKeyId!.Value;
        if (await Reencryption.CountAsync(work.Db, old, cancellationToken) > 0 || await SealedColumns.CountStagedAsync(work.Db, old, cancellationToken) > 0)
        {
            // Such a sync has brought some back: once more.
            request.ReencryptedAt = null;
            return true;
        }

        var key = await work.Db.Set<DataKey>().SingleAsync(k => k.Id == old, cancellationToken);
        if (key.State != DataKeyState.DecryptOnly)
        {
            throw new InvalidOperationException("The data key still seals; it is not destroyed. Somebody changed the request's progress in the database.");
        }

        key.Destroy();
        (request.State, request.FinishedAt, request.LastError) = (KeyRequestState.Done, work.Now, null);
        work.Audit(AuditAction.KeyDestroyed, "data_key", key.Id, new JsonObject
        {
            ["key"] = "data_key",
            ["version"] = key.Version,
            ["kid"] = key.Kid,
            ["values"] = request.Done,
            ["request"] = request.Id.ToString("D"),
        });
        faults.Reach(KeyFaultPoints.BeforeDestroyCommit);
        return true;
    }
}
