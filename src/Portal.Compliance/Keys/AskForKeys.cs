using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;

namespace Portal.Compliance.Keys;

/// <summary>Writes a request down, signed and audited, and wakes whoever works on it.</summary>
internal sealed class AskForKeys(TenantDatabase database, SignKeyRequest sign, KeyWakes wakes)
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
            request = await sign.ExecuteAsync(kind, reason.Trim(), cancellationToken);
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

    /// <summary>An organization was created whose key-encryption key does not exist yet.</summary>
    public static void AddCreation(TenantWork work, Actor actor) =>
        Add(work, SignKeyRequest.Creation(work, actor));

    public static void Add(TenantWork work, KeyRequest request)
    {
        work.Db.Add(request);
        work.Audit(AuditAction.KeyRequested, KeyChange.SubjectType, request.Id, new JsonObject
        {
            ["kind"] = request.Kind.ToString(),
            ["fromKid"] = request.FromKid,
            ["dataKey"] = request.OldDataKeyId?.ToString("D"),
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
}
