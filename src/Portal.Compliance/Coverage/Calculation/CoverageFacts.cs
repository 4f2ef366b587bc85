using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>
/// Everything coverage depends on, and nothing else. Facts carry the time they hold for, so one set of facts answers for every
/// instant; the order of the lists means nothing.
/// </summary>
internal sealed record CoverageFacts
{
    public static readonly CoverageFacts None = new();

    /// <summary>Controls of the frameworks this build ships.</summary>
    public IReadOnlyList<ControlFact> Controls { get; init; } = [];
    public IReadOnlyList<KindFact> Kinds { get; init; } = [];
    public IReadOnlyList<AdoptionFact> Adoptions { get; init; } = [];
    public IReadOnlyList<ScopeFact> Scopes { get; init; } = [];
    public IReadOnlyList<RequirementFact> Requirements { get; init; } = [];
    public IReadOnlyList<ConnectionFact> Connections { get; init; } = [];
    /// <summary>Accepted observations only; a quarantined run changes nothing here.</summary>
    public IReadOnlyList<ObservationFact> Observations { get; init; } = [];
}

/// <param name="AutomatableBy">Connectors whose manifest has a primary link to it; empty: nothing shipped serves it.</param>
internal sealed record ControlFact(string Framework, string Control, IReadOnlyList<string> AutomatableBy);

/// <param name="Connector">Whose connections collect it.</param>
internal sealed record KindFact(string Kind, string Connector, EvidenceAspect Aspect);

/// <summary>A span of time: holds from <paramref name="From"/> on, and no longer at <paramref name="To"/>.</summary>
internal readonly record struct Effective(DateTimeOffset From, DateTimeOffset? To = null)
{
    public bool Holds(DateTimeOffset at) => From <= at && (To is not { } end || at < end);
}

internal sealed record AdoptionFact(string Framework, Effective Effective);

internal sealed record ScopeFact(string Framework, string Control, bool InScope, string Reason, Effective Effective);

internal sealed record RequirementFact(string Framework, string Control, string Kind, Effective Effective);

internal sealed record ConnectionFact(
    Guid Id, string Connector, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, TimeSpan Cadence, TimeSpan Grace, TimeSpan StaleAfter);

/// <param name="AsOf">End of collection.</param>
internal sealed record ObservationFact(
    Guid ConnectionId, string Kind, DateTimeOffset AsOf, EvidenceResult Result, string? ReasonCode = null, Guid? EvidenceId = null);
