using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Organizations;
using Portal.Compliance.Trail.Checkpoints;

namespace Portal.Compliance.Data;

internal static class DirectoryModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Organization>(e =>
        {
            e.ToTable("Organizations").HasKey(o => o.Id);
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Slug).HasMaxLength(63);
            e.HasIndex(o => o.Slug).IsUnique();
        });
        model.Entity<Person>(e =>
        {
            e.ToTable("People").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.HasIndex(p => new { p.Issuer, p.Subject }).IsUnique();
        });
        model.Entity<Membership>(e =>
        {
            e.ToTable("Memberships").HasKey(m => new { m.OrganizationId, m.PersonId });
            e.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(m => m.PersonId);
        });
        model.Entity<Invitation>(e =>
        {
            e.ToTable("Invitations").HasKey(i => i.Id);
            e.Property(i => i.Id).ValueGeneratedNever();
            e.HasOne<Organization>().WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(i => i.TokenHash).IsUnique();
            e.Property(i => i.AcceptedAt).IsConcurrencyToken();
        });
        model.Entity<EndedSession>(e =>
        {
            e.ToTable("EndedSessions").HasKey(s => s.Session);
            e.HasIndex(s => s.ForgetAt);
        });
        model.Entity<InstallationEntry>(e =>
        {
            e.ToTable("InstallationLog").HasKey(i => i.Id);
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.Detail).HasMaxLength(4000);
        });
        model.Entity<RefusalCount>(e =>
        {
            e.ToTable("RefusalCounts").HasKey(c => new { c.Action, c.Reason, c.Hour });
            e.Property(c => c.Count).IsConcurrencyToken();
        });
        model.Entity<InstallationSetting>(e =>
        {
            e.ToTable("InstallationSettings").HasKey(s => s.Key);
            e.Property(s => s.Value).HasMaxLength(4000);
        });
        model.Entity<PublishedKey>(e =>
        {
            e.ToTable("SigningKeys").HasKey(k => k.Kid);
            // As long as SQL Server lets a key be; a vault's ids have about 200 characters.
            e.Property(k => k.Kid).HasMaxLength(400);
            e.Property(k => k.SubjectPublicKeyInfo).HasMaxLength(200);
        });
    }
}
