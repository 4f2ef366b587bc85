using Portal.Platform.Tenancy;

namespace Portal.Platform.AuditLog;

/// <summary>A signed statement of how long an organization's log was, and what its root was. Never changed, never deleted.</summary>
internal sealed class AuditCheckpoint : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    /// <summary>Entries that it covers: those with a smaller sequence.</summary>
    public required long Size { get; init; }

    /// <summary>Product time; the entry that tells of it carries the same instant.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>RFC 6962 root over those entries.</summary>
    public required byte[] Root { get; init; }

    /// <summary>Versioned id of the signing key.</summary>
    public required string Kid { get; init; }

    /// <summary>The whole <see cref="CheckpointNote"/>, as a stranger gets it.</summary>
    public required string Note { get; init; }
}
