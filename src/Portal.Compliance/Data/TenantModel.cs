using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Platform;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data;

/// <summary>
/// Mapping of everything an organization owns. Every key and every foreign key begins with the organization, so a reference
/// across tenants cannot exist. Deletes are restricted: nothing cascades.
/// </summary>
internal static class TenantModel
{
    public static void Configure(ModelBuilder model)
    {
        Frameworks(model);
        Connections(model);
        EvidenceTables(model);
        Staging(model);
        Alerts(model);
        RetentionModel.Configure(model);
        PlatformModel.Configure(model);
    }

    /// <summary>Only the schema knows both models; see <see cref="SchemaDbContext"/>.</summary>
    public static void ReferToOrganizations(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            model.Entity(entity.ClrType).HasOne(typeof(Organization)).WithMany()
                .HasForeignKey(nameof(ITenantOwned.OrganizationId)).OnDelete(DeleteBehavior.Restrict);
        }
    }

    private static void Frameworks(ModelBuilder model)
    {
        model.Entity<FrameworkAdoption>(e => Row(e, "FrameworkAdoptions").HasIndex(r => new { r.OrganizationId, r.Framework, r.EffectiveFrom }));
        model.Entity<ControlScope>(e => Row(e, "ControlScopes", r => r.Property(c => c.Reason).HasMaxLength(2000))
            .HasIndex(r => new { r.OrganizationId, r.Framework, r.Control, r.EffectiveFrom }));
        model.Entity<Requirement>(e => Row(e, "Requirements", r =>
        {
            r.Property(c => c.Reason).HasMaxLength(2000);
            r.Property(c => c.EndReason).HasMaxLength(2000);
        }).HasIndex(r => new { r.OrganizationId, r.Framework, r.Control, r.EffectiveFrom }));
    }

    private static void Connections(ModelBuilder model)
    {
        model.Entity<Connection>(e =>
        {
            Row(e, "Connections").HasIndex(c => new { c.OrganizationId, c.Connector, c.AccountLabel })
                .IsUnique().HasFilter("\"State\" <> 'Revoked'").HasDatabaseName("IX_Connections_OneLivePerAccount");
            // Every update of a connection says WHERE LeaseEpoch = what was read: whoever lost the lease changes nothing.
            e.Property(c => c.LeaseEpoch).IsConcurrencyToken();
            Unbounded(e, nameof(Connection.SettingsJson), nameof(Connection.LimitedConsentJson), nameof(Connection.CapabilitiesJson), nameof(Connection.FactsJson));
            e.Property(c => c.RevokeReason).HasMaxLength(2000);
        });
        model.Entity<ConnectorRun>(e =>
        {
            Row(e, "ConnectorRuns").HasIndex(r => new { r.OrganizationId, r.ConnectionId, r.Slot }).IsUnique();
            e.HasIndex(r => new { r.OrganizationId, r.ConnectionId, r.QueuedAt });
            e.HasIndex(r => new { r.OrganizationId, r.State });
            Unbounded(e, nameof(ConnectorRun.StepsJson), nameof(ConnectorRun.WarningsJson), nameof(ConnectorRun.ErrorDetailJson));
            e.Property(r => r.ErrorMessage).HasMaxLength(2000);
            e.HasOne<Connection>().WithMany().HasForeignKey(r => new { r.OrganizationId, r.ConnectionId }).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void EvidenceTables(ModelBuilder model)
    {
        model.Entity<EvidenceRecord>(e =>
        {
            Row(e, "Evidence").HasIndex(r => new { r.OrganizationId, r.ConnectionId, r.Kind, r.Fingerprint }).IsUnique();
            e.HasIndex(r => new { r.OrganizationId, r.Kind, r.FirstObservedAt });
            e.HasIndex(r => new { r.OrganizationId, r.FirstObservedAt });
            e.Property(r => r.Fingerprint).HasMaxLength(32).IsFixedLength();
            e.HasOne<Connection>().WithMany().HasForeignKey(r => new { r.OrganizationId, r.ConnectionId }).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<ConnectorRun>().WithMany().HasForeignKey(r => new { r.OrganizationId, r.FirstRunId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<EvidencePayload>(e =>
        {
            e.ToTable("EvidencePayloads").HasKey(p => new { p.OrganizationId, p.EvidenceId });
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(p => new { p.OrganizationId, p.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<PopulationRow>(e =>
        {
            e.ToTable("PopulationRows").HasKey(p => new { p.OrganizationId, p.EvidenceId, p.Pseudonym, p.Date });
            e.Property(p => p.Pseudonym).HasMaxLength(64);
            e.Property(p => p.Disposition).HasMaxLength(40);
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(p => new { p.OrganizationId, p.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<SealedSubject>(e =>
        {
            e.ToTable("SealedSubjects").HasKey(s => new { s.OrganizationId, s.ConnectionId, s.Pseudonym });
            e.Property(s => s.Pseudonym).HasMaxLength(64);
            e.HasOne<Connection>().WithMany().HasForeignKey(s => new { s.OrganizationId, s.ConnectionId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Observation>(e =>
        {
            // The dashboard's one hot read: newest accepted observation of a kind at or before an instant, one index seek.
            Row(e, "Observations").HasIndex(o => new { o.OrganizationId, o.ConnectionId, o.Kind, o.Accepted, o.AsOf });
            e.HasIndex(o => new { o.OrganizationId, o.EvidenceId, o.AsOf });
            e.HasIndex(o => new { o.OrganizationId, o.RunId });
            Unbounded(e, nameof(Observation.ProvenanceJson));
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(o => new { o.OrganizationId, o.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<ConnectorRun>().WithMany().HasForeignKey(o => new { o.OrganizationId, o.RunId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<EvidenceControl>(e =>
        {
            e.ToTable("EvidenceControls").HasKey(c => new { c.OrganizationId, c.EvidenceId, c.Framework, c.Control });
            e.Property(c => c.Framework).HasMaxLength(40);
            e.Property(c => c.Control).HasMaxLength(60);
            e.HasIndex(c => new { c.OrganizationId, c.Framework, c.Control });
            e.HasOne<EvidenceRecord>().WithMany().HasForeignKey(c => new { c.OrganizationId, c.EvidenceId }).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Staging(ModelBuilder model)
    {
        model.Entity<StagedDraft>(e =>
        {
            e.ToTable("StagedDrafts").HasKey(d => new { d.OrganizationId, d.RunId, d.Epoch, d.Ordinal });
            e.Property(d => d.Fingerprint).HasMaxLength(32).IsFixedLength();
            Unbounded(e, nameof(StagedDraft.ProvenanceJson));
        });
        model.Entity<StagedMember>(e =>
        {
            e.ToTable("StagedMembers").HasKey(m => new { m.OrganizationId, m.RunId, m.Epoch, m.Kind, m.Pseudonym, m.Date });
            e.Property(m => m.Kind).HasMaxLength(100);
            e.Property(m => m.Pseudonym).HasMaxLength(64);
            e.Property(m => m.Disposition).HasMaxLength(40);
        });
    }

    private static void Alerts(ModelBuilder model)
    {
        model.Entity<Alert>(e =>
        {
            Row(e, "Alerts").HasIndex(a => new { a.OrganizationId, a.ConnectionId, a.Cause })
                .IsUnique().HasFilter("\"State\" = 'Open'").HasDatabaseName("IX_Alerts_OneOpen");
            e.HasIndex(a => new { a.OrganizationId, a.State, a.OpenedAt });
            Unbounded(e, nameof(Alert.DetailJson));
            e.Property(a => a.Resolution).HasMaxLength(2000);
            e.HasOne<Connection>().WithMany().HasForeignKey(a => new { a.OrganizationId, a.ConnectionId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<OutboxMessage>(e =>
        {
            Row(e, "Outbox").HasIndex(o => new { o.OrganizationId, o.CreatedAt });
            Unbounded(e, nameof(OutboxMessage.PayloadJson));
        });
    }

    private static EntityTypeBuilder<T> Row<T>(EntityTypeBuilder<T> entity, string table, Action<EntityTypeBuilder<T>>? more = null)
        where T : class, ITenantOwned
    {
        entity.ToTable(table).HasKey(nameof(ITenantOwned.OrganizationId), "Id");
        entity.Property("Id").ValueGeneratedNever();
        more?.Invoke(entity);
        return entity;
    }

    private static void Unbounded<T>(EntityTypeBuilder<T> entity, params string[] properties)
        where T : class
    {
        foreach (var property in properties)
        {
            entity.Property(property).Metadata.SetMaxLength(null);
        }
    }
}
