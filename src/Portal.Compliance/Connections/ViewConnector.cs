using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>One connector's manifest and live connections; null when this build ships no such connector.</summary>
public sealed class ViewConnector(TenantScope scope)
{
    public Task<CatalogEntry?> ExecuteAsync(string connectorId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
