using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

/// <summary>What the log's tables promise: one place an entry, one head a log that two writers cannot both move, and no entry that goes with its head.</summary>
public sealed class AuditLogModelTests
{
    [Fact]
    public void Configure_Tables_HaveTheirKeysReferencesIndexesAndLengths() => Assert.Equal(
        [
            "AuditCheckpoints key OrganizationId, Size",
            "AuditCheckpoints.Kid at most 512",
            "AuditCheckpoints.Note at most 1000",
            "AuditCheckpoints.Root exactly 32",
            "AuditDetails OrganizationId, Sequence of AuditEntries, one each, Restrict",
            "AuditDetails key OrganizationId, Sequence",
            "AuditDetails.Salt exactly 32",
            "AuditEntries OrganizationId of AuditHeads, Restrict",
            "AuditEntries index OrganizationId, Action, Sequence",
            "AuditEntries index OrganizationId, At",
            "AuditEntries index OrganizationId, SubjectType, SubjectId, Sequence",
            "AuditEntries key OrganizationId, Sequence",
            "AuditEntries.Action at most 64",
            "AuditEntries.ActorId at most 128",
            "AuditEntries.ActorName at most 256",
            "AuditEntries.DetailHash exactly 32",
            "AuditEntries.LeafHash exactly 32",
            "AuditEntries.SubjectId at most 256",
            "AuditEntries.SubjectType at most 64",
            "AuditHeads key OrganizationId",
            "AuditHeads.Frontier at most 2048",
            "AuditHeads.Root exactly 32",
            "AuditHeads.Size checked",
        ],
        ModelText.Of(AuditLogModel.Configure));
}
