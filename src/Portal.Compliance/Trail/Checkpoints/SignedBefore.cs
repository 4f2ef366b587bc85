using System.Collections.Concurrent;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// The newest checkpoint of each organization that this process signed, or found continued. Rows can be deleted behind its back and an
/// anchor folder may not be configured: what it remembers has to be continued all the same, until it is restarted.
/// </summary>
internal sealed class SignedBefore
{
    private readonly ConcurrentDictionary<Guid, (long Size, string Note)> _newest = new();

    public (long Size, string Note)? NewestOf(Guid organizationId) => _newest.TryGetValue(organizationId, out var newest) ? newest : null;

    public void Remember(Guid organizationId, long size, string note) =>
        _newest.AddOrUpdate(organizationId, (size, note), (_, known) => known.Size >= size ? known : (size, note));

    public void Remember(Guid organizationId, CheckpointNote note) => Remember(organizationId, note.Body.Size, note.Text);
}
