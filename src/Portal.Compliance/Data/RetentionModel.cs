using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Evidence;
using Portal.Compliance.Retention;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Data;

/// <summary>Mapping of retention: rules, freezes, permits and the records of what went.</summary>
internal static class RetentionModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<RetentionRule>(e =>
        {
            e.ToTable("RetentionRules").HasKey(r => new { r.OrganizationId, r.Id });
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Reason).HasMaxLength(2000);
        });
        model.Entity<EvidenceFreeze>(e =>
        {
            e.ToTable("EvidenceFreezes").HasKey(f => new { f.OrganizationId, f.EvidenceId, f.AssessmentId });
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(f => new { f.OrganizationId, f.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<PurgePermit>(e =>
        {
            e.ToTable("PurgePermits").HasKey(p => new { p.OrganizationId, p.Id });
            e.Property(p => p.Id).ValueGeneratedNever();
            // One entry announces one permit; the delete triggers look for the last entry's.
            e.HasIndex(p => new { p.OrganizationId, p.Sequence }).IsUnique();
            e.HasOne<AuditEntry>().WithMany().HasForeignKey(p => new { p.OrganizationId, p.Sequence }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<EvidencePurge>(e =>
        {
            e.ToTable("EvidencePurges").HasKey(p => new { p.OrganizationId, p.EvidenceId, p.PermitId });
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(p => new { p.OrganizationId, p.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<PurgePermit>().WithMany().HasForeignKey(p => new { p.OrganizationId, p.PermitId }).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
