using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage;

/// <summary>Everything the dashboard shows, as of one instant.</summary>
/// <param name="IsPast">Somebody asked for an earlier instant; nothing shown may be read as now.</param>
/// <param name="Attribution">What changed since <see cref="CoverageAttribution.From"/>, and because of what.</param>
/// <param name="Forecast">What happens if nothing arrives; null: nothing can change by itself.</param>
/// <param name="Attention">Worst first, one line a cause.</param>
/// <param name="ConnectionNames">Names for every connection mentioned anywhere in it.</param>
public sealed record CoverageDashboard(
    DateTimeOffset AsOf, bool IsPast, Headline Overall, IReadOnlyList<FrameworkCard> Frameworks, IReadOnlyList<AttentionItem> Attention,
    CoverageAttribution Attribution, CoverageForecast? Forecast, IReadOnlyList<SourceCard> Sources,
    IReadOnlyDictionary<Guid, string> ConnectionNames);

/// <param name="PopulationOnly">Covered controls for which only a population is evidenced.</param>
public sealed record FrameworkCard(string Id, string Name, string Version, Headline Headline, int OutOfScope, int PopulationOnly);

/// <summary>Controls in one state for one reason.</summary>
/// <param name="Kinds">Titles of the kinds of evidence that decide.</param>
/// <param name="Cause">Null: nothing is required yet, and <see cref="AutomatableBy"/> says what could serve them.</param>
/// <param name="Since">When the cause set in, where an instant says it.</param>
/// <param name="LastResult">The last-known result, however old.</param>
public sealed record AttentionItem(
    ControlState State, ChangeCause? Cause, Guid? ConnectionId, IReadOnlyList<string> Kinds, DateTimeOffset? Since, DateTimeOffset? LastAsOf,
    EvidenceResult? LastResult, Freshness Freshness, string? ReasonCode, string? ProvenEmptyBy, IReadOnlyList<ConnectorName> AutomatableBy, IReadOnlyList<ControlRef> Controls);

/// <param name="OnlyForRung">It serves the control only with evidence derived on this rung; null: in any case.</param>
/// <param name="Derived">Evidence derived on that rung is there already: it counts once somebody confirms the rung.</param>
public sealed record ConnectorName(string Id, string Name, string? OnlyForRung = null, bool Derived = false);

/// <summary>One source and how old its oldest kind of evidence is.</summary>
/// <param name="LastAsOf">Newest accepted observation of the kind that has been silent longest; null: a kind was never collected.</param>
public sealed record SourceCard(
    Guid ConnectionId, string Name, string AccountLabel, string ConnectorName, Freshness Freshness, DateTimeOffset? LastAsOf,
    DateTimeOffset? StaleAt, DateTimeOffset? RevokedAt);

/// <summary>Coverage over time: one point a day, and what happened.</summary>
public sealed record CoverageTrend(IReadOnlyList<TrendPoint> Points, IReadOnlyList<TrendMarker> Markers);

/// <param name="At">End of the day in the organization's zone; the last one is the instant asked about.</param>
public sealed record TrendPoint(DateTimeOffset At, int Covered, int Counted);

public enum TrendEvent { FrameworkAdopted, FrameworkDropped, Connected, Revoked, SyncFailed, AlertOpened, AlertResolved }

/// <param name="Subject">Connection or framework name.</param>
/// <param name="Cause">Alert cause, when it is about an alert.</param>
/// <param name="Count">How many times that day, when it is counted.</param>
public sealed record TrendMarker(DateTimeOffset At, TrendEvent Event, string Subject, Guid? ConnectionId = null, string? Cause = null, int Count = 1);

/// <summary>One framework, control by control.</summary>
/// <param name="Headline">Null: not adopted at that instant.</param>
public sealed record FrameworkCoverage(
    DateTimeOffset AsOf, bool IsPast, string Id, string Name, string Version, string About, Headline? Headline, IReadOnlyList<ControlGroupCoverage> Groups);

public sealed record ControlGroupCoverage(string Id, string Title, IReadOnlyList<ControlCoverage> Controls);

/// <param name="Verdict">Null: not in force, because not adopted or out of scope.</param>
/// <param name="OutOfScopeReason">Null: in scope.</param>
public sealed record ControlCoverage(string Id, string Title, ControlVerdict? Verdict, string? OutOfScopeReason);
