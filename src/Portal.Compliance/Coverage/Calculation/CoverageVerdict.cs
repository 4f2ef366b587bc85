using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>What the organization can show for a control at an instant.</summary>
public enum ControlState { Covered, Degraded, Uncovered, Failing, Manual }

/// <summary>State of one required kind of evidence. A greater value is worse; the worst source decides.</summary>
public enum RequirementState { Fresh, DueSoon, Inconclusive, Stale, NotCollected, Failing }

/// <summary>Coverage of everything adopted at one instant.</summary>
/// <param name="At">The instant asked about.</param>
public sealed record CoverageVerdict(DateTimeOffset At, Headline Overall, IReadOnlyList<FrameworkVerdict> Frameworks)
{
    public IEnumerable<ControlVerdict> Controls => Frameworks.SelectMany(f => f.Controls);

    public FrameworkVerdict? Find(string framework) => Frameworks.FirstOrDefault(f => f.Framework == framework);
}

/// <summary>The fraction that is shown first: <see cref="Covered"/> of <see cref="Counted"/>.</summary>
public sealed record Headline(int Covered, int Degraded, int Uncovered, int Failing, int Manual)
{
    public static readonly Headline Empty = new(0, 0, 0, 0, 0);

    /// <summary>In scope, less the manual controls that nothing evidences.</summary>
    public int Counted => Covered + Degraded + Uncovered + Failing;

    public int InScope => Counted + Manual;

    /// <summary>Whole percent, rounded down, so that 100 means all; null when nothing is counted.</summary>
    public int? Percent => Counted == 0 ? null : 100 * Covered / Counted;

    public static Headline operator +(Headline a, Headline b) =>
        new(a.Covered + b.Covered, a.Degraded + b.Degraded, a.Uncovered + b.Uncovered, a.Failing + b.Failing, a.Manual + b.Manual);
}

/// <summary>What is true of one framework at the instant.</summary>
public sealed record FrameworkVerdict(
    string Framework, Headline Headline, IReadOnlyList<ControlVerdict> Controls, IReadOnlyList<OutOfScopeControl> OutOfScope);

public sealed record OutOfScopeControl(string Control, string Reason, DateTimeOffset Since);

/// <param name="Requirements">In force at the instant, ordered by kind.</param>
/// <param name="AutomatableBy">Connectors that could serve it; only when nothing is required yet.</param>
public sealed record ControlVerdict(
    string Framework, string Control, ControlState State, IReadOnlyList<RequirementVerdict> Requirements, IReadOnlyList<string> AutomatableBy)
{
    /// <summary>A complete population was shown. That is not yet proof that anything was done about it.</summary>
    public bool PopulationEvidenced => Requirements.Any(r => r.IsPass && r.Aspect == EvidenceAspect.Population);

    /// <summary>Evidence shows the control at work.</summary>
    public bool OperationEvidenced => Requirements.Any(r => r.IsPass && r.Aspect == EvidenceAspect.Operation);

    /// <summary>Covered by populations alone, which the page has to say.</summary>
    public bool PopulationOnly => State == ControlState.Covered && !OperationEvidenced;

    /// <summary>What decides the control's state; null when nothing is required.</summary>
    public RequirementVerdict? Worst => Requirements.MaxBy(r => r.State);
}

/// <param name="Deciding">The source whose state is the requirement's; null when no connection ever served the kind.</param>
/// <param name="Sources">Every source that counts: those not revoked, or the one revoked last.</param>
/// <param name="ProvenEmptyBy">The population that proves that there was nothing to show, when the result says so.</param>
public sealed record RequirementVerdict(
    string Kind, EvidenceAspect Aspect, RequirementState State, SourceVerdict? Deciding, IReadOnlyList<SourceVerdict> Sources,
    string? ProvenEmptyBy)
{
    public Freshness Freshness => Deciding?.Freshness ?? Freshness.NeverCollected;

    /// <summary>The last-known result, however old; null: never collected.</summary>
    public EvidenceResult? Result => Deciding?.Result;

    public bool IsPass => State is RequirementState.Fresh or RequirementState.DueSoon;

    /// <summary>Fresh or due soon, and satisfied or inconclusive.</summary>
    public bool IsCurrent => State is RequirementState.Fresh or RequirementState.DueSoon or RequirementState.Inconclusive;
}

/// <summary>What one connection last said about one kind.</summary>
/// <param name="RevokedAt">Set once the source no longer talks: its last-known value ages, and is never a pass.</param>
/// <param name="AsOf">When it last said so; null: never.</param>
/// <param name="ResultSince">The first of the known observations that have been saying the same ever since.</param>
/// <param name="DueAt">Last instant at which it is fresh.</param>
/// <param name="StaleAt">Last instant before it is stale.</param>
public sealed record SourceVerdict(
    Guid ConnectionId, RequirementState State, Freshness Freshness, EvidenceResult? Result, string? ReasonCode, Guid? EvidenceId,
    DateTimeOffset? RevokedAt, DateTimeOffset? AsOf, DateTimeOffset? ResultSince, DateTimeOffset? DueAt, DateTimeOffset? StaleAt)
{
    public bool Revoked => RevokedAt is not null;
}
