using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys.Work;

/// <summary>
/// The portal's part of a key-encryption key's rotation: every data key is unwrapped, wrapped by the new version, and unwrapped again before
/// the old wrap is replaced. What the data keys sealed is not touched.
/// </summary>
internal sealed class RewrapDataKeys(
    TenantDatabase database, TenantScope scope, IKeyEncryptionKeyDirectory directory, DataKeys dataKeys, KeyChange change, FaultInjection faults)
{
    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        // From the key store, never from the row. A process that has not heard of the new version yet asks again later.
        var kid = await directory.CurrentKidAsync(scope.OrganizationId, cancellationToken);
        if (kid == request.FromKid)
        {
            return false;
        }

        var old = await OldAsync(kid, cancellationToken);
        foreach (var key in old)
        {
            faults.Reach(KeyFaultPoints.BeforeRewrap);
            var rewrapped = await dataKeys.RewrapAsync(key, kid, cancellationToken);
            await change.ExecuteAsync(request.Id, (work, row) => ReplaceAsync(work, row, key, rewrapped, cancellationToken), cancellationToken);
            faults.Reach(KeyFaultPoints.AfterRewrap);
        }

        dataKeys.Evict(scope.OrganizationId);
        return (await OldAsync(kid, cancellationToken)).Count > 0 || await FinishAsync(request.Id, kid, cancellationToken);
    }

    private async Task<List<DataKey>> OldAsync(string kid, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Set<DataKey>().Where(k => k.State != DataKeyState.Destroyed && k.Kid != kid).OrderBy(k => k.Version).ToListAsync(cancellationToken);
    }

    /// <summary>Only if the row still is what was unwrapped: its kid and state are part of the update's WHERE.</summary>
    private static async Task<bool> ReplaceAsync(TenantWork work, KeyRequest request, DataKey read, DataKey rewrapped, CancellationToken cancellationToken)
    {
        var key = await work.Db.Set<DataKey>().SingleAsync(k => k.Id == read.Id, cancellationToken);
        if (key.State != read.State || key.Kid != read.Kid || !key.WrappedKey.AsSpan().SequenceEqual(read.WrappedKey))
        {
            return false;
        }

        work.Audit(AuditAction.KeyRotated, "data_key", key.Id, new JsonObject
        {
            ["key"] = "key_encryption_key",
            ["fromKid"] = key.Kid,
            ["toKid"] = rewrapped.Kid,
            ["version"] = key.Version,
            ["request"] = request.Id.ToString("D"),
        });
        key.Take(rewrapped);
        request.Done++;
        return true;
    }

    private Task<bool> FinishAsync(Guid requestId, string kid, CancellationToken cancellationToken) =>
        change.ExecuteAsync(requestId, (work, row) =>
        {
            (row.State, row.FinishedAt, row.LastError, row.ToKid, row.Total) = (KeyRequestState.Done, work.Now, null, kid, row.Done);
            work.Audit(AuditAction.KeyRotated, KeyChange.SubjectType, row.Id, new JsonObject
            {
                ["key"] = "key_encryption_key",
                ["fromKid"] = row.FromKid,
                ["toKid"] = kid,
                ["dataKeys"] = row.Done,
            });
            return Task.FromResult(true);
        }, cancellationToken);
}
