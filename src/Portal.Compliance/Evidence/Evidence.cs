using Portal.Connectors.Sdk;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence;

/// <summary>One immutable typed record. The database refuses UPDATE and DELETE.</summary>
internal sealed class EvidenceRecord : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ConnectionId { get; init; }
    public required string Kind { get; init; }
    public required int SchemaVersion { get; init; }
    public required string Subject { get; init; }
    /// <summary>SHA-256 over canonical {kind, schemaVersion, subject, payload}; 32 bytes. Unique per (organization, connection, kind).</summary>
    public required byte[] Fingerprint { get; init; }
    public required EvidenceResult Result { get; init; }
    public string? ReasonCode { get; init; }
    public string? Rung { get; init; }
    public required Guid FirstRunId { get; init; }
    public required DateTimeOffset FirstObservedAt { get; init; }
}

/// <summary>The payload, in a table of its own so that retention may purge it while fingerprint and proofs stand.</summary>
internal sealed class EvidencePayload : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid EvidenceId { get; init; }
    /// <summary>Canonical JSON (RFC 8785), UTF-8.</summary>
    public required byte[] Canonical { get; init; }
}

/// <summary>One member of the population behind a piece of evidence. Write-once.</summary>
internal sealed class PopulationRow : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid EvidenceId { get; init; }
    public required string Pseudonym { get; init; }
    public required DateOnly Date { get; init; }
    public required string Disposition { get; init; }
}

/// <summary>The vendor's own id behind a pseudonym, sealed. The one evidence-side table that key rotation may re-encrypt.</summary>
internal sealed class SealedSubject : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required string Pseudonym { get; init; }
    public required byte[] Sealed { get; set; }
}

/// <summary>"This evidence was still true at <see cref="AsOf"/>, says run R." Write-once.</summary>
internal sealed class Observation : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required Guid EvidenceId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required string Kind { get; init; }
    public required Guid RunId { get; init; }
    /// <summary>End of collection, product time.</summary>
    public required DateTimeOffset AsOf { get; init; }
    /// <summary>False for quarantined runs: stored and shown, but freshness does not count from it.</summary>
    public required bool Accepted { get; init; }
    public required EvidenceResult Result { get; init; }
    public string? ReasonCode { get; init; }
    /// <summary>How it was found in this run; JSON (endpoint, parameters, pages, totals, rule, zone, connector version, attempt …).</summary>
    public required string ProvenanceJson { get; init; }
}

/// <summary>A piece of evidence speaks to a control. Write-once.</summary>
internal sealed class EvidenceControl : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid EvidenceId { get; init; }
    public required string Framework { get; init; }
    public required string Control { get; init; }
    public required LinkRelation Relation { get; init; }
    public required EvidenceAspect Aspect { get; init; }
}

/// <summary>A draft on its way in, invisible as evidence; keyed by run and epoch so that a loser's rows are never promoted.</summary>
internal sealed class StagedDraft : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid RunId { get; init; }
    public required long Epoch { get; init; }
    public required int Ordinal { get; init; }
    public required string Kind { get; init; }
    public required int SchemaVersion { get; init; }
    public required string Subject { get; init; }
    public required EvidenceResult Result { get; init; }
    public string? ReasonCode { get; init; }
    public string? Rung { get; init; }
    public required byte[] Canonical { get; init; }
    public required byte[] Fingerprint { get; init; }
    public required string ProvenanceJson { get; init; }
}

/// <summary>A population member on its way in.</summary>
internal sealed class StagedMember : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid RunId { get; init; }
    public required long Epoch { get; init; }
    public required string Kind { get; init; }
    public required string Pseudonym { get; init; }
    public required DateOnly Date { get; init; }
    public required string Disposition { get; init; }
    public required byte[] SealedSubject { get; init; }
}
