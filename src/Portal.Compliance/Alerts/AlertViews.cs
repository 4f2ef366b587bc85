using Portal.Compliance.Connections;

namespace Portal.Compliance.Alerts;

/// <param name="State">Null shows open and resolved.</param>
public sealed record AlertFilter(AlertState? State = AlertState.Open, AlertCause? Cause = null, Guid? ConnectionId = null, bool MineOnly = false);

/// <summary>One alert as a list shows it.</summary>
/// <param name="StaleSince">Since when its evidence is stale too, when staleness joined this alert.</param>
/// <param name="ControlsAffected">Controls in scope that require what the cause concerns: the failing kinds, or all that the connection serves.</param>
/// <param name="Evidence">The evidence that does not meet its rule, when that is the cause.</param>
/// <param name="Message">What happened and what to do, in one or two sentences.</param>
public sealed record AlertView(
    Guid Id, Guid ConnectionId, string ConnectionName, string AccountLabel, AlertCause Cause, AlertState State, DateTimeOffset OpenedAt,
    DateTimeOffset? StaleSince, int ControlsAffected, string Message, DateTimeOffset? ResolvedAt, string? Resolution,
    Guid? OwnerId, string? OwnerName, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, DateTimeOffset? SnoozedUntil,
    IReadOnlyList<(Guid Id, string Title)> Evidence);

/// <summary>One line under the app bar.</summary>
/// <param name="AlertId">Null in the moment between a deadline and its alert: a banner does not wait for a job.</param>
/// <param name="Since">When the cause began; for staleness, the exact deadline.</param>
/// <param name="ControlsAffected">Controls in scope that require what the cause concerns: the failing kinds, or all that the connection serves.</param>
/// <param name="Evidence">The evidence to look at, when the cause lies in it.</param>
/// <param name="Actions">What this person may do about it, best first; empty for readers.</param>
public sealed record Banner(
    Guid? AlertId, Guid ConnectionId, string ConnectionName, string AccountLabel, AlertCause Cause, DateTimeOffset Since,
    DateTimeOffset? StaleSince, DateTimeOffset? LastAcceptedAsOf, int ControlsAffected, string Message, IReadOnlyList<BannerAction> Actions,
    ConnectionState ConnectionState, Guid? LastRunId, Guid? Evidence = null);

public enum BannerAction { ReplaceKey, SyncNow, OpenConnection, OpenRun, Resume, OpenEvidence }
