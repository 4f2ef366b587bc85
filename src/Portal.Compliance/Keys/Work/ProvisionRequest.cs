using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys.Work;

/// <summary>Who may change keys in the key store from this process; nobody in a web process in production.</summary>
/// <param name="Provisioner">Null where only wrapping, unwrapping and signing are allowed.</param>
internal sealed record KeyProvisioning(IKeyProvisioner? Provisioner);

/// <summary>The provisioning identity's part of a request: what happens in the key store itself.</summary>
internal sealed class ProvisionRequest(
    KeyProvisioning provisioning, TenantDatabase database, KeyChange change, FaultInjection faults)
{
    /// <returns>Whether the request moved.</returns>
    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        if (provisioning.Provisioner is not { } provisioner || request.State != KeyRequestState.AwaitsProvisioning)
        {
            return false;
        }

        var kid = await InKeyStoreAsync(provisioner, request, cancellationToken);
        faults.Reach(KeyFaultPoints.AfterKeyStore);
        var moved = await change.ExecuteAsync(request.Id, (work, row) =>
        {
            if (row.State != KeyRequestState.AwaitsProvisioning)
            {
                return Task.FromResult(false);
            }

            (row.ToKid, row.LastError) = (kid, null);
            row.State = row.Kind == KeyRequestKind.DestroyKey ? KeyRequestState.Done : KeyRequestState.InProgress;
            row.FinishedAt = row.State == KeyRequestState.Done ? work.Now : null;
            work.Audit(
                row.Kind == KeyRequestKind.DestroyKey ? AuditAction.KeyDestroyed : AuditAction.KeyProvisioned, KeyChange.SubjectType, row.Id,
                new JsonObject { ["kind"] = row.Kind.ToString(), ["key"] = "key_encryption_key", ["fromKid"] = row.FromKid, ["kid"] = kid });
            return Task.FromResult(true);
        }, cancellationToken);
        faults.Reach(KeyFaultPoints.AfterProvisioned);
        return moved;
    }

    private async Task<string?> InKeyStoreAsync(IKeyProvisioner provisioner, KeyRequest request, CancellationToken cancellationToken)
    {
        var organization = request.OrganizationId;
        switch (request.Kind)
        {
            case KeyRequestKind.CreateKey:
                return await provisioner.EnsureKeyEncryptionKeyAsync(organization, cancellationToken);
            case KeyRequestKind.RotateKey:
                // A pass that was killed after the key store answered has rotated already.
                var current = await provisioner.EnsureKeyEncryptionKeyAsync(organization, cancellationToken);
                return current != request.FromKid ? current : await provisioner.RotateKeyEncryptionKeyAsync(organization, cancellationToken);
            case KeyRequestKind.DestroyKey:
                await using (var db = database.Open())
                {
                    if (await db.Set<DataKey>().AnyAsync(k => k.State != DataKeyState.Destroyed, cancellationToken))
                    {
                        throw new InvalidOperationException("The organization still has data keys; its key-encryption key is not destroyed.");
                    }
                }

                await provisioner.DestroyKeyEncryptionKeyAsync(organization, cancellationToken);
                return null;
            default:
                throw new InvalidOperationException($"A request {request.Kind} is not for provisioning.");
        }
    }
}
