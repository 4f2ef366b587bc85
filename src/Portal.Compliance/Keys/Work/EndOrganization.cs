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
/// Off-boarding, after somebody asked for it: what is still connected is revoked, then every data key is destroyed and the key-encryption key's
/// destruction is asked for, in one transaction. What was sealed is gone for good then; evidence and log stay readable.
/// </summary>
internal sealed class EndOrganization(
    TenantDatabase database, TenantScope scope, FinishRevocations revocations, SignKeyRequest sign, DataKeys dataKeys, KeyChange change,
    FaultInjection faults)
{
    /// <summary>The first write: nothing syncs from here on, and other changes of keys are pointless.</summary>
    public static async Task StopAsync(TenantWork work, string reason, string by, CancellationToken cancellationToken)
    {
        var live = await work.Db.Set<Connection>()
            .Where(c => c.State != ConnectionState.Revoked && c.State != ConnectionState.Revoking).ToListAsync(cancellationToken);
        foreach (var connection in live)
        {
            await RevokeConnection.StopAsync(work, connection, $"The organization was off-boarded: {reason}", by, cancellationToken);
            Outbox.PlanSchedule(work, connection.Id);
        }

        var open = await work.Db.Set<KeyRequest>().Where(r => r.FinishedAt == null && r.Kind != KeyRequestKind.OffBoard).ToListAsync(cancellationToken);
        foreach (var request in open)
        {
            (request.State, request.FinishedAt, request.Revision) = (KeyRequestState.Cancelled, work.Now, request.Revision + 1);
        }
    }

    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        await change.ExecuteAsync(request.Id, async (work, row) =>
        {
            await StopAsync(work, row.Reason, row.RequestedBy, cancellationToken);
            return true;
        }, cancellationToken);
        await revocations.ExecuteAsync(cancellationToken);
        await using (var db = database.Open())
        {
            if (await db.Set<Connection>().AnyAsync(c => c.State != ConnectionState.Revoked, cancellationToken))
            {
                // A sealed key could not be destroyed yet; the sweep tries again.
                return false;
            }
        }

        var destroyKey = await sign.ExecuteAsync(KeyRequestKind.DestroyKey, request.Reason, cancellationToken);
        var moved = await change.ExecuteAsync(request.Id, (work, row) => DestroyAsync(work, row, destroyKey, cancellationToken), cancellationToken);
        dataKeys.Evict(scope.OrganizationId);
        faults.Reach(KeyFaultPoints.AfterDestroy);
        return moved;
    }

    private async Task<bool> DestroyAsync(TenantWork work, KeyRequest request, KeyRequest destroyKey, CancellationToken cancellationToken)
    {
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        var keys = await work.Db.Set<DataKey>().Where(k => k.State != DataKeyState.Destroyed).OrderBy(k => k.Version).ToListAsync(cancellationToken);
        foreach (var key in keys)
        {
            key.Destroy();
            work.Audit(AuditAction.KeyDestroyed, "data_key", key.Id, new JsonObject
            {
                ["key"] = "data_key",
                ["version"] = key.Version,
                ["kid"] = key.Kid,
                ["request"] = request.Id.ToString("D"),
            });
        }

        AskForKeys.Add(work, destroyKey);
        (request.State, request.FinishedAt, request.LastError) = (KeyRequestState.Done, work.Now, null);
        (request.Done, request.Total) = (keys.Count, keys.Count);
        work.Audit(AuditAction.OrganizationOffBoarded, KeyChange.SubjectType, request.Id, new JsonObject
        {
            ["connections"] = await work.Db.Set<Connection>().CountAsync(cancellationToken),
            ["dataKeys"] = keys.Count,
            ["reason"] = request.Reason,
            ["requestedBy"] = request.RequestedBy,
        });
        faults.Reach(KeyFaultPoints.BeforeDestroyCommit);
        return true;
    }
}
