using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Asks a queued or running sync to stop. What it collected so far is dropped, never half stored.</summary>
public sealed class CancelRun(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
