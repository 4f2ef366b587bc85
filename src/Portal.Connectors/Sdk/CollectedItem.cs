using System.Text.Json.Nodes;

namespace Portal.Connectors.Sdk;

/// <summary>One thing found by a sync.</summary>
public abstract record CollectedItem;

/// <summary>
/// One member of a population. <see cref="SubjectId"/> is the vendor's immutable id in the clear: the sync path turns it into a
/// pseudonym and seals it before anything is written.
/// </summary>
/// <param name="Kind">Evidence kind it belongs to.</param>
/// <param name="SubjectId">The vendor's immutable id, e.g. BambooHR's <c>eeid</c>.</param>
/// <param name="Date">The date that places it in the window (without time).</param>
/// <param name="Disposition">e.g. <c>counted</c>, <c>scheduled</c>, <c>review</c>.</param>
public sealed record PopulationMember(string Kind, string SubjectId, DateOnly Date, string Disposition) : CollectedItem;

/// <summary>
/// One typed evidence record. <see cref="Payload"/> holds what was found and nothing about how or when; how goes into
/// <see cref="Provenance"/>. The sync path adds <c>population</c> {count, sha256} to the payload when members were streamed for the kind.
/// </summary>
public sealed record EvidenceDraft : CollectedItem
{
    public required string Kind { get; init; }
    public required int SchemaVersion { get; init; }
    /// <summary>What it is about, e.g. the account label.</summary>
    public required string Subject { get; init; }
    public required JsonObject Payload { get; init; }
    public required EvidenceResult Result { get; init; }
    /// <summary>Required when the result is not Satisfied; one of the connector's documented reason codes.</summary>
    public string? ReasonCode { get; init; }
    /// <summary>Rung of the ladder it was derived on, if the kind has one.</summary>
    public string? Rung { get; init; }
    public required Provenance Provenance { get; init; }
}

public enum EvidenceResult { Satisfied, NotSatisfied, Inconclusive, NotAvailable }

/// <summary>How one piece of evidence was found.</summary>
/// <param name="Endpoint">Method and path that was asked.</param>
/// <param name="Parameters">What was asked for (fields, filter, window); no secret.</param>
/// <param name="Pages">Pages read.</param>
/// <param name="ProviderTotal">The total the vendor claimed, if it did.</param>
/// <param name="Kept">Rows kept after the rule was applied.</param>
/// <param name="Rule">The rule and threshold version applied, in words a person can check.</param>
/// <param name="Zone">IANA zone in which dates were read, if any.</param>
/// <param name="VendorClock">The vendor's Date header of the last answer, UTC.</param>
public sealed record Provenance(
    string Endpoint, JsonObject Parameters, int Pages, long? ProviderTotal, long Kept, string Rule, string? Zone, DateTimeOffset? VendorClock);

/// <summary>What the credential can and cannot read, found during this run.</summary>
public sealed record CapabilityReport(IReadOnlyList<Capability> Capabilities) : CollectedItem;

/// <param name="Key">Field or endpoint.</param>
/// <param name="Visible">Whether the credential can read it.</param>
/// <param name="Needed">False for something it can read but we never asked for (over-privilege).</param>
/// <param name="Note">What to do about it, if anything.</param>
public sealed record Capability(string Key, bool Visible, bool Needed, string? Note);

/// <summary>The run's numbers cannot be believed: everything of it is stored as Inconclusive and not accepted.</summary>
/// <param name="Code">e.g. <c>headcount_cliff</c>, <c>null_spike</c>, <c>missing_fields</c>, <c>total_mismatch</c>.</param>
public sealed record SuspicionRaised(string Code, string Message) : CollectedItem;

/// <summary>Something people should know that does not change a verdict, e.g. the key's owner turned inactive.</summary>
public sealed record CollectionWarning(string Code, string Message) : CollectedItem;

/// <summary>Facts to hand back as <see cref="ConnectorSession.PreviousFacts"/> next time, if this run is accepted. Last item of a run.</summary>
public sealed record RunFacts(string Json) : CollectedItem;

/// <summary>Progress of one named step of a sync; the same key again replaces the earlier line.</summary>
/// <param name="Done">Units done, e.g. employees read.</param>
/// <param name="Total">Units expected, when the vendor said.</param>
public sealed record CollectionStep(string Key, string Title, StepState State, long? Done = null, long? Total = null, string? Note = null);

public enum StepState { Waiting, Running, Done, Warned, Failed }
