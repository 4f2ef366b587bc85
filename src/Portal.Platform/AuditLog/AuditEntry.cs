using Portal.Platform.Tenancy;

namespace Portal.Platform.AuditLog;

/// <summary>One thing that happened. Never changed, never deleted. Every column is covered by <see cref="LeafHash"/>.</summary>
internal sealed class AuditEntry : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    /// <summary>Its place in the organization's log, from 0, without gaps; also its RFC 6962 leaf index.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A person's id, or a stable name such as <c>system:scheduler</c>.</summary>
    public required string ActorId { get; init; }

    /// <summary>Who that was, as people read it at that instant.</summary>
    public required string ActorName { get; init; }

    /// <summary>Code of an <see cref="AuditAction"/>, e.g. <c>connection.revoked</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What kind of thing it happened to, e.g. <c>connection</c>.</summary>
    public required string SubjectType { get; init; }

    public required string SubjectId { get; init; }

    /// <summary>SHA-256(salt ‖ canonical detail); it stays when the detail is purged.</summary>
    public required byte[] DetailHash { get; init; }

    /// <summary>RFC 6962 hash of the canonical entry.</summary>
    public byte[] LeafHash { get; private set; } = [];

    /// <summary>Closes the entry when every other column stands.</summary>
    public void Seal(byte[] leafHash) => LeafHash = leafHash;
}
