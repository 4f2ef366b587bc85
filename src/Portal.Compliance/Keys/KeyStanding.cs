using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.Results;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys;

/// <summary>Whether an organization can seal anything.</summary>
public enum KeyStanding { Ready, BeingPrepared, OffBoarded }

internal static class KeyStandings
{
    public static async Task<KeyStanding> ReadAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        await db.Set<KeyRequest>().AnyAsync(r => r.Kind == KeyRequestKind.OffBoard && r.State != KeyRequestState.Refused, cancellationToken)
            ? KeyStanding.OffBoarded
            : await db.Set<DataKey>().AnyAsync(k => k.State == DataKeyState.Active, cancellationToken) ? KeyStanding.Ready : KeyStanding.BeingPrepared;

    /// <summary>Why nothing can be sealed; null when something can.</summary>
    public static async Task<Problem?> RefusalAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        await ReadAsync(db, cancellationToken) switch
        {
            KeyStanding.Ready => null,
            KeyStanding.BeingPrepared => KeyProblems.BeingPrepared,
            KeyStanding.OffBoarded => KeyProblems.OffBoarded,
        };

    /// <summary>
    /// Inside the write that stores something sealed a moment ago: its data key may have been destroyed meanwhile. Whoever destroys one takes
    /// the same lock first, so that one of the two sees the other.
    /// </summary>
    /// <exception cref="SecretFaultException">It cannot be opened any more; seal it again.</exception>
    public static async Task RequireOpenableAsync(TenantWork work, byte[] blob, CancellationToken cancellationToken)
    {
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        if (await ReadAsync(work.Db, cancellationToken) == KeyStanding.OffBoarded
            || !SealedBlob.TryReadDataKeyId(blob, out var keyId)
            || !await work.Db.Set<DataKey>().AnyAsync(k => k.Id == keyId && k.State != DataKeyState.Destroyed, cancellationToken))
        {
            throw new SecretFaultException(SecretFault.DataKeyDestroyed, work.OrganizationId);
        }
    }
}
