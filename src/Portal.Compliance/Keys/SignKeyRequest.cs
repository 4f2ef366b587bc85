using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Keys;

/// <summary>Makes the row of a request as it will be stored, signed by the portal. It is in no context yet.</summary>
internal sealed class SignKeyRequest(
    TenantDatabase database, TenantScope scope, IKeyEncryptionKeyDirectory directory, KeyRequestSignatures signatures, ProductClock clock)
{
    public async Task<KeyRequest> ExecuteAsync(KeyRequestKind kind, string reason, CancellationToken cancellationToken)
    {
        var from = await CurrentKidAsync(cancellationToken);
        var request = Row(database.NewId(), scope.OrganizationId, kind, from, scope.Actor, clock.GetUtcNow(), reason);
        if (kind == KeyRequestKind.RotateDataKey)
        {
            // Named and signed now, so that the same request, opened again, cannot rotate another one.
            await using var db = database.Open();
            request.OldDataKeyId = await db.Set<DataKey>().Where(k => k.State == DataKeyState.Active).OrderByDescending(k => k.Version)
                .Select(k => (Guid?)k.Id).FirstOrDefaultAsync(cancellationToken);
        }

        await signatures.SignAsync(request, cancellationToken);
        return request;
    }

    /// <summary>Without a signature: making the first key, where no key signs yet. It does nothing where one exists.</summary>
    public static KeyRequest Creation(TenantWork work, Actor actor) =>
        Row(work.NewId(), work.OrganizationId, KeyRequestKind.CreateKey, "", actor, work.Now, "The organization was created.");

    private async Task<string> CurrentKidAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await directory.CurrentKidAsync(scope.OrganizationId, cancellationToken);
        }
        catch (SecretFaultException none) when (none.Fault == SecretFault.NoKeyEncryptionKey)
        {
            return "";
        }
    }

    private static KeyRequest Row(
        Guid id, Guid organizationId, KeyRequestKind kind, string fromKid, Actor actor, DateTimeOffset at, string reason) => new()
        {
            OrganizationId = organizationId,
            Id = id,
            Kind = kind,
            State = kind is KeyRequestKind.RotateDataKey or KeyRequestKind.OffBoard ? KeyRequestState.InProgress : KeyRequestState.AwaitsProvisioning,
            RequestedAt = at,
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            Reason = reason,
            FromKid = fromKid,
            AttestationKid = "",
            Attestation = [],
        };
}
