using Portal.Platform.Tenancy;

namespace Portal.Platform.AuditLog;

/// <summary>
/// What an entry says beyond its columns. Lives apart because retention may purge it; the salt goes with it, so that a purged detail
/// cannot be guessed back from its hash.
/// </summary>
internal sealed class AuditDetail : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    /// <summary>Sequence of the entry it belongs to.</summary>
    public required long Sequence { get; init; }

    /// <summary>32 random bytes.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Canonical JSON (RFC 8785), UTF-8.</summary>
    public required byte[] DetailJson { get; init; }
}
