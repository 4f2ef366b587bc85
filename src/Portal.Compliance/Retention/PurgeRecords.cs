using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Retention;

/// <summary>What is known of things that went, or that may not go yet.</summary>
internal static class PurgeRecords
{
    /// <returns>Null when no purge took it: then whatever is missing was taken by somebody else.</returns>
    public static Task<EvidencePurgeView?> OfEvidenceAsync(PortalDbContext db, Guid evidenceId, CancellationToken cancellationToken) => (
        from purge in db.Set<EvidencePurge>()
        join permit in db.Set<PurgePermit>() on purge.PermitId equals permit.Id
        join entry in db.Set<AuditEntry>() on permit.Sequence equals entry.Sequence
        where purge.EvidenceId == evidenceId
        orderby entry.Sequence descending
        select new EvidencePurgeView(entry.At, entry.ActorName, permit.Months, permit.CutOff, purge.Members, permit.Sequence))
        .FirstOrDefaultAsync(cancellationToken);

    public static async Task<IReadOnlyList<EvidenceFreezeView>> FreezesAsync(PortalDbContext db, Guid evidenceId, CancellationToken cancellationToken) =>
        await db.Set<EvidenceFreeze>().Where(f => f.EvidenceId == evidenceId).OrderByDescending(f => f.FrozenUntil).ThenBy(f => f.AssessmentId)
            .Select(f => new EvidenceFreezeView(f.Label, f.FrozenAt, f.FrozenUntil)).ToListAsync(cancellationToken);
}
