using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.Unfiltered;

namespace Portal.Architecture.Tests.Model;

/// <summary>A column of sealed blobs that the rotation of a data key does not know would become unreadable when the old key is destroyed.</summary>
public sealed class SealedColumnTests
{
    /// <summary>Bytes that are not sealed under a data key, each for a reason.</summary>
    private static readonly HashSet<string> NotSealed = new(StringComparer.Ordinal)
    {
        // Hashes, signatures and what they cover.
        "AuditDetail.DetailJson", "AuditDetail.Salt", "AuditEntry.DetailHash", "AuditEntry.LeafHash", "AuditHead.Frontier", "AuditHead.Root", "AuditCheckpoint.Root",
        "EvidenceRecord.Fingerprint", "EvidencePayload.Canonical", "StagedDraft.Canonical", "StagedDraft.Fingerprint", "KeyRequest.Attestation",
        // Wrapped by the key-encryption key, not sealed.
        "DataKey.Attestation", "DataKey.BindingTag", "DataKey.WrappedKey",
        // On its way: a data key waits for it, see DestroyOldDataKey.
        "StagedMember.SealedSubject",
    };

    [Fact]
    public void Bytes_OfEveryOwnedEntity_AreResealedByRotationOrNotSealed()
    {
        using var portal = new PortalDbContext(
            new DatabaseProvider(new() { Engine = DatabaseEngine.Sqlite, ConnectionString = "Data Source=never-opened.db" }).Options<PortalDbContext>(), Guid.NewGuid());
        var found = portal.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(byte[]))
            .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}").ToHashSet(StringComparer.Ordinal);
        var resealed = SealedColumns.All.Select(c => $"{c.Entity.Name}.{c.Property}").ToList();

        Rule.NobodyBreaks(found.Except(NotSealed).Except(resealed));
        Rule.NobodyBreaks(resealed.Concat(NotSealed).Except(found));
        Assert.Equal(3, resealed.Count);
    }
}
