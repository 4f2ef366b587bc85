using Portal.Compliance.Connections;
using Portal.Compliance.Retention;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Evidence;

/// <summary>What the explorer filters by; every member is part of the page's URL.</summary>
/// <param name="From">Observed at or after, UTC: evidence that stayed true counts in every period it was seen in.</param>
/// <param name="To">Observed before, UTC.</param>
public sealed record EvidenceFilter(
    string? Kind = null, Guid? ConnectionId = null, Guid? RunId = null, EvidenceResult? Result = null, string? Framework = null,
    string? Control = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>One line of the explorer.</summary>
/// <param name="LastObservedAt">The newest observation, accepted or not.</param>
/// <param name="LastAccepted">False when the newest observation came from a quarantined run.</param>
public sealed record EvidenceRow(
    Guid Id, Guid ConnectionId, string ConnectionName, string Kind, string Title, string Subject, string Headline, EvidenceResult Result,
    string? ReasonCode, string Fingerprint, DateTimeOffset FirstObservedAt, DateTimeOffset LastObservedAt, bool LastAccepted, int Observations);

/// <summary>Everything the evidence page shows.</summary>
/// <param name="Canonical">The payload as stored, canonical JSON; null when purged.</param>
/// <param name="Preimage">The exact text whose SHA-256 is the fingerprint; null when purged.</param>
/// <param name="PopulationCount">Members stored beside it.</param>
/// <param name="LastAcceptedAt">Its newest observation that a believed run made; null when none was.</param>
/// <param name="Freshness">Age class of that observation, by the connection's own thresholds.</param>
/// <param name="SupersededBy">What the same source says of the same kind now, when that is another piece of evidence.</param>
/// <param name="Purge">How the payload went; null while it is there.</param>
/// <param name="Freezes">Assessments that hold it, or held it; the longest first.</param>
public sealed record EvidenceDetail(
    EvidenceRow Row, int SchemaVersion, string? Rung, EvidenceAspect? Aspect, string? Canonical, string? Preimage, Guid FirstRunId,
    IReadOnlyList<EvidenceUse> UsedIn, int PopulationCount, string Connector, string AccountLabel, bool SourceRevoked,
    DateTimeOffset? LastAcceptedAt, Freshness Freshness, Guid? SupersededBy, EvidencePurgeView? Purge, IReadOnlyList<EvidenceFreezeView> Freezes);

/// <summary>A control that this evidence speaks to.</summary>
/// <param name="Adopted">The organization works towards the framework now.</param>
/// <param name="Required">The control requires this kind of evidence now. A primary link alone requires nothing.</param>
public sealed record EvidenceUse(string Framework, string Control, LinkRelation Relation, EvidenceAspect Aspect, bool Adopted, bool Required);

/// <summary>One time it was seen, and how.</summary>
/// <param name="Provenance">Canonical JSON.</param>
public sealed record ObservationView(
    Guid Id, Guid RunId, DateTimeOffset AsOf, bool Accepted, EvidenceResult Result, string? ReasonCode, string Provenance, string ProvenanceSha256);

/// <summary>One member of the population behind a piece of evidence, by pseudonym.</summary>
public sealed record PopulationMemberView(string Pseudonym, DateOnly Date, string Disposition);
