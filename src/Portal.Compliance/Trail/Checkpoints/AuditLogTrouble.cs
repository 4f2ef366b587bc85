using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// That the organization's log could not be signed, and why. One row at most: it stands while the trouble does, and open pages show it.
/// It is no alert, because alerts hang on a connection, and because a broken log may refuse the entry that an alert needs.
/// </summary>
internal sealed class AuditLogTrouble : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required CheckpointRefusalKind Kind { get; init; }
    public required DateTimeOffset Since { get; init; }
    /// <summary>The checkpoint that the log does not continue; null when it is about none.</summary>
    public required long? CheckpointSize { get; init; }
    public required string Expected { get; init; }
    public required string Found { get; init; }
}
