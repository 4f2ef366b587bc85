using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage;

/// <summary>Everything the control page shows, as of one instant.</summary>
/// <param name="Verdict">Null: not in force, because the framework is not adopted or the control is out of scope.</param>
/// <param name="Strips">Collection of every required kind by every connection over the period, with its gaps.</param>
/// <param name="History">Changes of state in the period, newest first.</param>
public sealed record ControlDetail(
    DateTimeOffset AsOf, bool IsPast, DateTimeOffset PeriodFrom, string Framework, string FrameworkName, string Control, string Title, bool Adopted,
    OutOfScopeControl? OutOfScope, ControlVerdict? Verdict, IReadOnlyList<RequirementDetail> Requirements, IReadOnlyList<SupportingKind> Supporting,
    IReadOnlyList<ControlEvidence> Evidence, IReadOnlyList<StripDetail> Strips, IReadOnlyList<StateChange> History,
    IReadOnlyList<ConnectorName> AutomatableBy, IReadOnlyDictionary<Guid, string> ConnectionNames);

/// <param name="ByPerson">A person required it; otherwise a connector's manifest.</param>
/// <param name="KindTitle">Title, or the kind itself when no connector of this build knows it.</param>
/// <param name="ProvenEmptyBy">Title of the population that proves that there was nothing to show.</param>
public sealed record RequirementDetail(
    RequirementVerdict Verdict, string KindTitle, DateTimeOffset Since, bool ByPerson, string Reason, string? ProvenEmptyBy);

/// <summary>Evidence that speaks to the control without being required.</summary>
/// <param name="OnlyForRung">It speaks only when derived on this rung.</param>
public sealed record SupportingKind(string Kind, string KindTitle, string ConnectorName, string? OnlyForRung, RequirementVerdict Verdict);

/// <param name="LastAccepted">False when the newest observation came from a quarantined run: stored, shown, not counted.</param>
public sealed record ControlEvidence(
    Guid Id, string Kind, string KindTitle, Guid ConnectionId, LinkRelation Relation, EvidenceResult Result, string? ReasonCode,
    DateTimeOffset FirstObservedAt, DateTimeOffset LastObservedAt, bool LastAccepted);

/// <param name="Gaps">The strip's gaps, explained.</param>
public sealed record StripDetail(ContinuityStrip Strip, string KindTitle, IReadOnlyList<GapDetail> Gaps);

/// <summary>A gap in collection: when, why, and who was told.</summary>
/// <param name="FailedRuns">Runs that failed between the last observation and the end of the gap.</param>
/// <param name="LastError">What the newest of them said.</param>
/// <param name="Alert">The alert that was open during the gap, if one was.</param>
/// <param name="ClockMoved">The demo's clock was moved over the gap, or over a part of it.</param>
/// <param name="Pause">When somebody had stopped its syncs.</param>
public sealed record GapDetail(
    ContinuitySpan Span, int FailedRuns, string? LastErrorCode, string? LastError, GapAlert? Alert, bool ClockMoved = false, GapPause? Pause = null);

public sealed record GapPause(DateTimeOffset At, string By);

public sealed record GapAlert(Guid Id, AlertCause Cause, DateTimeOffset OpenedAt, string? AcknowledgedBy, DateTimeOffset? ResolvedAt);

/// <param name="State">Null: not in force from then on.</param>
public sealed record StateChange(DateTimeOffset At, ControlState? State, ChangeCause? Cause, Guid? ConnectionId);
