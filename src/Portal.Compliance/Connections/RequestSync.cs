using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Queues a sync now. Answers the run already under way when there is one.</summary>
public sealed class RequestSync(TenantScope scope)
{
    public Task<Result<Guid>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
