using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Everything the connection page shows; null when there is no such connection here.</summary>
public sealed class ViewConnection(TenantScope scope)
{
    public Task<ConnectionDetail?> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
