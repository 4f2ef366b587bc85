using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Something a person should act on. At most one open per (connection, cause); acknowledging never resolves.</summary>
internal sealed class Alert : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ConnectionId { get; init; }
    public required AlertCause Cause { get; init; }
    public required AlertState State { get; set; }
    public required DateTimeOffset OpenedAt { get; init; }
    /// <summary>What is known about the cause, for rendering; JSON.</summary>
    public required string DetailJson { get; set; }
    /// <summary>Since when its evidence is stale too, when staleness joined this alert.</summary>
    public DateTimeOffset? StaleSince { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? Resolution { get; set; }
    public Guid? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public DateTimeOffset? SnoozedUntil { get; set; }
}

public enum AlertCause { KeyRefused, Stale, Quarantined, SyncFailing, EvidenceFailing, PermissionsShrank }

public enum AlertState { Open, Resolved }

/// <summary>Work promised by a committed transaction and done after it, at least once: schedule changes. The row goes when it is done.</summary>
internal sealed class OutboxMessage : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string PayloadJson { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
