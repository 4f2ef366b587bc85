using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Starts scheduled syncs again; one is queued at once.</summary>
public sealed class ResumeConnection(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
