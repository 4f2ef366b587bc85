using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>Writes a request down, signed and audited, and wakes whoever works on it.</summary>
internal sealed class AskForKeys(
    TenantDatabase database, TenantScope scope, IKeyEncryptionKeyDirectory directory, KeyRequestSignatures signatures, KeyWakes wakes)
{
    /// <returns>The request's id.</returns>
    public async Task<Result<Guid>> ExecuteAsync(KeyRequestKind kind, string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return KeyProblems.ReasonMissing;
        }

        await using (var db = database.Open())
        {
            if (await RefusalAsync(db, kind, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        KeyRequest request;
        try
        {
            request = await SignedAsync(database.NewId(), kind, scope, reason.Trim(), directory, signatures, cancellationToken);
        }
        catch (Exception down) when (down is not OperationCanceledException)
        {
            return KeyStoreWords.Problem(down, "Nothing was changed: the request has to be signed before it is written.");
        }

        await using (var work = await database.BeginAsync(cancellationToken))
        {
            if (await RefusalAsync(work.Db, kind, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            Add(work, request);
            try
            {
                await work.CommitAsync(cancellationToken);
            }
            catch (DbUpdateException raced) when (raced.InnerException is System.Data.Common.DbException)
            {
                await using var db = database.Open();
                if (await RefusalAsync(db, kind, cancellationToken) is { } lost)
                {
                    return lost;
                }

                throw;
            }
        }

        await wakes.WakeAsync(CancellationToken.None);
        return request.Id;
    }

    /// <summary>The request as it will be stored. Destroying and rotating need a signature of the portal.</summary>
    public static async Task<KeyRequest> SignedAsync(
        Guid id, KeyRequestKind kind, TenantScope scope, string reason, IKeyEncryptionKeyDirectory directory, KeyRequestSignatures signatures,
        CancellationToken cancellationToken)
    {
        var from = await CurrentKidAsync(scope.OrganizationId, directory, cancellationToken);
        var signature = await signatures.SignAsync(scope.OrganizationId, id, kind, from, scope.Actor.Id, reason, cancellationToken);
        return Row(id, scope.OrganizationId, kind, from, scope.Actor, reason, signature);
    }

    /// <summary>An organization was created whose key-encryption key does not exist yet.</summary>
    public static void AddCreation(TenantWork work, Actor actor) =>
        Add(work, Row(work.NewId(), work.OrganizationId, KeyRequestKind.CreateKey, "", actor, "The organization was created.", new AttestationSignature("", [])));

    public static void Add(TenantWork work, KeyRequest request)
    {
        request.RequestedAt = work.Now;
        work.Db.Add(request);
        work.Audit(AuditAction.KeyRequested, KeyChange.SubjectType, request.Id, new JsonObject
        {
            ["kind"] = request.Kind.ToString(),
            ["fromKid"] = request.FromKid,
            ["reason"] = request.Reason,
        });
    }

    private static async Task<Problem?> RefusalAsync(PortalDbContext db, KeyRequestKind kind, CancellationToken cancellationToken) =>
        await db.Set<KeyRequest>().AnyAsync(r => r.Kind == kind
            && (r.State == KeyRequestState.AwaitsProvisioning || r.State == KeyRequestState.InProgress), cancellationToken)
            ? KeyProblems.AlreadyOpen
            : await KeyStandings.ReadAsync(db, cancellationToken) switch
            {
                KeyStanding.Ready => null,
                KeyStanding.BeingPrepared => kind == KeyRequestKind.OffBoard ? null : KeyProblems.BeingPrepared,
                KeyStanding.OffBoarded => KeyProblems.OffBoarded,
            };

    private static async Task<string> CurrentKidAsync(Guid organizationId, IKeyEncryptionKeyDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.CurrentKidAsync(organizationId, cancellationToken);
        }
        catch (SecretFaultException none) when (none.Fault == SecretFault.NoKeyEncryptionKey)
        {
            return "";
        }
    }

    private static KeyRequest Row(
        Guid id, Guid organizationId, KeyRequestKind kind, string fromKid, Actor actor, string reason, AttestationSignature signature) => new()
        {
            OrganizationId = organizationId,
            Id = id,
            Kind = kind,
            State = kind is KeyRequestKind.RotateDataKey or KeyRequestKind.OffBoard ? KeyRequestState.InProgress : KeyRequestState.AwaitsProvisioning,
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            Reason = reason,
            FromKid = fromKid,
            AttestationKid = signature.Kid,
            Attestation = signature.Value,
        };
}
