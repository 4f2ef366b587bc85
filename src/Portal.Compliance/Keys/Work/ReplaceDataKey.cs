using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys.Work;

/// <summary>
/// The rotation of a data key: a new one seals from now on, what the old one sealed is sealed anew in pieces, and when nothing is left and no
/// sync can bring any of it back, the old one is destroyed. Each step is found in the rows, so it goes on wherever it was killed.
/// </summary>
internal sealed class ReplaceDataKey(
    TenantDatabase database, TenantScope scope, DataKeys dataKeys, Reencryption reencryption, DestroyOldDataKey destroy, KeyChange change, FaultInjection faults)
{
    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        if (request.NewDataKeyId is null)
        {
            return await BeginAsync(request, cancellationToken);
        }

        if (request.ReencryptedAt is null)
        {
            return await reencryption.ExecuteAsync(request, cancellationToken) && await ReencryptedAsync(request, cancellationToken);
        }

        return await destroy.ExecuteAsync(request, cancellationToken);
    }

    private async Task<bool> BeginAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        DataKey? active;
        await using (var db = database.Open())
        {
            active = await db.Set<DataKey>().SingleOrDefaultAsync(k => k.Id == request.OldDataKeyId && k.State == DataKeyState.Active, cancellationToken);
        }

        if (active is null)
        {
            return await RefuseAsync(request, cancellationToken);
        }

        var made = await dataKeys.MakeAsync(scope.OrganizationId, active.Version + 1, cancellationToken);
        bool begun;
        try
        {
            begun = await change.ExecuteAsync(request.Id, (work, row) => ExchangeAsync(work, row, active, made, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException raced) when (raced.InnerException is System.Data.Common.DbException)
        {
            // Another process made this version; the rows say which one counts.
            await using var db = database.Open();
            if (!await db.Set<KeyRequest>().AnyAsync(r => r.Id == request.Id && r.NewDataKeyId != null, cancellationToken))
            {
                throw;
            }

            begun = true;
        }

        faults.Reach(KeyFaultPoints.AfterNewDataKey);
        return begun;
    }

    /// <summary>A request is signed for one data key. One that was carried out before, and that somebody opened again, is about a key that is gone.</summary>
    private Task<bool> RefuseAsync(KeyRequest request, CancellationToken cancellationToken) => change.ExecuteAsync(request.Id, (work, row) =>
    {
        if (row.NewDataKeyId is null)
        {
            KeyChange.Refuse(work, row, "The data key that it asks to rotate is not the one that seals now.");
        }

        return Task.FromResult(true);
    }, cancellationToken);

    private static async Task<bool> ExchangeAsync(TenantWork work, KeyRequest request, DataKey read, DataKey made, CancellationToken cancellationToken)
    {
        var old = await work.Db.Set<DataKey>().SingleAsync(k => k.Id == read.Id, cancellationToken);
        if (request.NewDataKeyId is not null || old.State != DataKeyState.Active)
        {
            return request.NewDataKeyId is not null;
        }

        old.State = DataKeyState.DecryptOnly;
        work.Db.Add(made);
        (request.NewDataKeyId, request.LastError) = (made.Id, null);
        request.Total = await Reencryption.CountAsync(work.Db, old.Id, cancellationToken);
        work.Audit(AuditAction.KeyRotated, "data_key", made.Id, new JsonObject
        {
            ["key"] = "data_key",
            ["fromVersion"] = old.Version,
            ["toVersion"] = made.Version,
            ["old"] = old.Id.ToString("D"),
            ["kid"] = made.Kid,
            ["request"] = request.Id.ToString("D"),
        });
        return true;
    }

    private async Task<bool> ReencryptedAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var moved = await change.ExecuteAsync(request.Id, (work, row) =>
        {
            if (row.ReencryptedAt is not null)
            {
                return Task.FromResult(true);
            }

            (row.ReencryptedAt, row.LastError, row.Total) = (work.Now, null, row.Done);
            work.Audit(AuditAction.KeyReencrypted, "data_key", row.OldDataKeyId!.Value, new JsonObject
            {
                ["values"] = row.Done,
                ["to"] = row.NewDataKeyId!.Value.ToString("D"),
                ["request"] = row.Id.ToString("D"),
            });
            return Task.FromResult(true);
        }, cancellationToken);
        faults.Reach(KeyFaultPoints.AfterReencrypted);
        return moved;
    }
}
