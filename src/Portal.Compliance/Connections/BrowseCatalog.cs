using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Every connector this build ships, with how many live connections the organization has of each.</summary>
public sealed class BrowseCatalog(TenantScope scope)
{
    public Task<IReadOnlyList<CatalogEntry>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
