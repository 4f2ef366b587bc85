using Portal.Platform.Tenancy;

namespace Portal.Compliance.Retention;

/// <summary>One version of how long an organization keeps things. Write-once: a change is a new row, so that every purge can name its rule.</summary>
internal sealed class RetentionRule : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required int EvidenceMonths { get; init; }
    public required int AuditDetailMonths { get; init; }
    public required string Reason { get; init; }
    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    /// <summary>The instant of the change; later by the grace period when something is kept shorter than before.</summary>
    public required DateTimeOffset EffectiveFrom { get; init; }
}

/// <summary>An assessment holds a piece of evidence until its own retention ends. Write-once: nobody shortens it.</summary>
internal sealed class EvidenceFreeze : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid EvidenceId { get; init; }
    public required Guid AssessmentId { get; init; }
    /// <summary>The assessment as people call it.</summary>
    public required string Label { get; init; }
    public required DateTimeOffset FrozenAt { get; init; }
    public required DateTimeOffset FrozenUntil { get; init; }
}

/// <summary>
/// Opens the purge door for one transaction. It stands on the audit entry that announces it, and is open only while that entry is the
/// log's last one: the entry that says what went closes it for ever.
/// </summary>
internal sealed class PurgePermit : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required PurgeTarget What { get; init; }
    /// <summary>The entry <c>retention.purge_permitted</c> about this permit: who, and the product time that everything is measured by.</summary>
    public required long Sequence { get; init; }
    /// <summary>Null: the rule that holds until somebody makes one. No reference, because references are never optional; the triggers look it up.</summary>
    public Guid? RuleId { get; init; }
    public required int Months { get; init; }
    /// <summary>Only what is older goes.</summary>
    public required DateTimeOffset CutOff { get; init; }
    /// <summary>Stretch of the log whose details go; null for evidence, which has a record each.</summary>
    public long? FirstSequence { get; init; }
    public long? LastSequence { get; init; }
}

internal enum PurgeTarget { Evidence, AuditDetails }

/// <summary>The record that a piece of evidence lost payload and population, and under which permit.</summary>
internal sealed class EvidencePurge : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid EvidenceId { get; init; }
    public required Guid PermitId { get; init; }
    /// <summary>Population rows that went with the payload.</summary>
    public required int Members { get; init; }
}
