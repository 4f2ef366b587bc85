using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Platform.AuditLog;

/// <summary>Maps the log's tables. Triggers that refuse UPDATE and DELETE belong to the migrations of the context that includes them.</summary>
internal static class AuditLogModel
{
    public const int ActorLength = 128;
    public const int ActorNameLength = 256;
    public const int ActionLength = 64;
    public const int SubjectTypeLength = 64;
    public const int SubjectIdLength = 256;
    public const int KidLength = 512;
    public const int NoteLength = 1000;

    public static void Configure(ModelBuilder model)
    {
        model.ApplyConfiguration(new HeadConfiguration());
        model.ApplyConfiguration(new EntryConfiguration());
        model.ApplyConfiguration(new DetailConfiguration());
        model.ApplyConfiguration(new CheckpointConfiguration());
    }

    private sealed class HeadConfiguration : IEntityTypeConfiguration<AuditHead>
    {
        public void Configure(EntityTypeBuilder<AuditHead> head)
        {
            head.ToTable("AuditHeads");
            head.HasKey(h => h.OrganizationId);
            head.Property(h => h.OrganizationId).ValueGeneratedNever();
            head.Property(h => h.Size).IsConcurrencyToken();
            head.Property(h => h.Frontier).HasMaxLength(64 * MerkleHash.Size);
            head.Property(h => h.Root).HasMaxLength(MerkleHash.Size).IsFixedLength();
        }
    }

    private sealed class EntryConfiguration : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> entry)
        {
            entry.ToTable("AuditEntries");
            entry.HasKey(e => new { e.OrganizationId, e.Sequence });
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            entry.Property(e => e.ActorId).HasMaxLength(ActorLength);
            entry.Property(e => e.ActorName).HasMaxLength(ActorNameLength);
            entry.Property(e => e.Action).HasMaxLength(ActionLength);
            entry.Property(e => e.SubjectType).HasMaxLength(SubjectTypeLength);
            entry.Property(e => e.SubjectId).HasMaxLength(SubjectIdLength);
            entry.Property(e => e.DetailHash).HasMaxLength(MerkleHash.Size).IsFixedLength();
            entry.Property(e => e.LeafHash).HasMaxLength(MerkleHash.Size).IsFixedLength();
            entry.HasOne<AuditHead>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            entry.HasIndex(e => new { e.OrganizationId, e.Action, e.Sequence });
            entry.HasIndex(e => new { e.OrganizationId, e.SubjectType, e.SubjectId, e.Sequence });
            entry.HasIndex(e => new { e.OrganizationId, e.At });
        }
    }

    private sealed class DetailConfiguration : IEntityTypeConfiguration<AuditDetail>
    {
        public void Configure(EntityTypeBuilder<AuditDetail> detail)
        {
            detail.ToTable("AuditDetails");
            detail.HasKey(d => new { d.OrganizationId, d.Sequence });
            detail.Property(d => d.Sequence).ValueGeneratedNever();
            detail.Property(d => d.Salt).HasMaxLength(32).IsFixedLength();
            detail.HasOne<AuditEntry>().WithOne().HasForeignKey<AuditDetail>(d => new { d.OrganizationId, d.Sequence })
                .OnDelete(DeleteBehavior.Restrict);
        }
    }

    private sealed class CheckpointConfiguration : IEntityTypeConfiguration<AuditCheckpoint>
    {
        public void Configure(EntityTypeBuilder<AuditCheckpoint> checkpoint)
        {
            checkpoint.ToTable("AuditCheckpoints");
            checkpoint.HasKey(c => new { c.OrganizationId, c.Size });
            checkpoint.Property(c => c.Size).ValueGeneratedNever();
            checkpoint.Property(c => c.Root).HasMaxLength(MerkleHash.Size).IsFixedLength();
            checkpoint.Property(c => c.Kid).HasMaxLength(KidLength);
            checkpoint.Property(c => c.Note).HasMaxLength(NoteLength);
        }
    }
}
