using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Platform.Secrets;

/// <summary>Maps the tables that hold wrapped and sealed keys.</summary>
internal static class SecretsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.ApplyConfiguration(new DataKeyConfiguration());
        model.ApplyConfiguration(new PseudonymKeyConfiguration());
    }

    private sealed class DataKeyConfiguration : IEntityTypeConfiguration<DataKey>
    {
        public void Configure(EntityTypeBuilder<DataKey> key)
        {
            key.ToTable("DataKeys");
            key.HasKey(k => new { k.OrganizationId, k.Id });
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.State).IsConcurrencyToken();
            key.Property(k => k.Kid).HasMaxLength(512).IsConcurrencyToken();
            key.Property(k => k.WrappedKey).HasMaxLength(1024);
            key.Property(k => k.BindingTag).HasMaxLength(32).IsFixedLength();
            key.Property(k => k.AttestationKid).HasMaxLength(512);
            key.Property(k => k.Attestation).HasMaxLength(64).IsFixedLength();
            // Two first keys made at the same moment would leave secrets under a key that nobody looks for.
            key.HasIndex(k => new { k.OrganizationId, k.Version }).IsUnique();
        }
    }

    private sealed class PseudonymKeyConfiguration : IEntityTypeConfiguration<PseudonymKey>
    {
        public void Configure(EntityTypeBuilder<PseudonymKey> key)
        {
            key.ToTable("PseudonymKeys");
            key.HasKey(k => k.OrganizationId);
            key.Property(k => k.OrganizationId).ValueGeneratedNever();
            key.Property(k => k.Sealed).HasMaxLength(1024);
        }
    }
}
