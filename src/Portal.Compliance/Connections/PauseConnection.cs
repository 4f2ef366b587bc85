using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Stops scheduled syncs; its evidence goes on ageing.</summary>
public sealed class PauseConnection(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
