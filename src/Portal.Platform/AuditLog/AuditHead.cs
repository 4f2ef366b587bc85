using Portal.Platform.Tenancy;

namespace Portal.Platform.AuditLog;

/// <summary>
/// The tip of one organization's log. It is locked before an append and changed with it, so that sequence numbers have no gaps.
/// </summary>
internal sealed class AuditHead : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    /// <summary>How many entries the log has; the next entry's sequence. Concurrency token.</summary>
    public long Size { get; private set; }

    /// <summary>Roots of the perfect subtrees, largest first, 32 bytes each (RFC 6962).</summary>
    public byte[] Frontier { get; private set; } = [];

    /// <summary>RFC 6962 root over all entries; SHA-256 of nothing while the log is empty.</summary>
    public byte[] Root { get; private set; } = [.. MerkleHash.Empty];

    public void MoveTo(long size, byte[] frontier, byte[] root) => (Size, Frontier, Root) = (size, frontier, root);
}
