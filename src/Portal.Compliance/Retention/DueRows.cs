using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Retention;

/// <summary>Which rows are due. The purge door's triggers ask the same once more, row by row.</summary>
internal static class DueRows
{
    /// <summary>Evidence that still has its payload and was last seen, accepted or not, before the cut-off.</summary>
    public static IQueryable<EvidenceRecord> Evidence(PortalDbContext db, DateTimeOffset cutOff) =>
        db.Set<EvidenceRecord>().Where(e => e.FirstObservedAt < cutOff
            && !db.Set<Observation>().Any(o => o.EvidenceId == e.Id && o.AsOf >= cutOff)
            && db.Set<EvidencePayload>().Any(p => p.EvidenceId == e.Id));

    public static IQueryable<EvidenceRecord> Held(PortalDbContext db, DateTimeOffset cutOff, DateTimeOffset now) =>
        Evidence(db, cutOff).Where(e => db.Set<EvidenceFreeze>().Any(f => f.EvidenceId == e.Id && f.FrozenUntil > now));

    public static IQueryable<EvidenceRecord> NotHeld(PortalDbContext db, DateTimeOffset cutOff, DateTimeOffset now) =>
        Evidence(db, cutOff).Where(e => !db.Set<EvidenceFreeze>().Any(f => f.EvidenceId == e.Id && f.FrozenUntil > now));

    public static IQueryable<AuditEntry> Details(PortalDbContext db, DateTimeOffset cutOff) =>
        db.Set<AuditEntry>().Where(e => e.At < cutOff && !PurgedDetails.Kept.Contains(e.Action) && db.Set<AuditDetail>().Any(d => d.Sequence == e.Sequence));
}
