using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>What happened to a connection, newest first, read from the audit log.</summary>
public sealed class ConnectionTimeline(TenantScope scope)
{
    public Task<Page<TimelineEntry>> ExecuteAsync(Guid connectionId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
