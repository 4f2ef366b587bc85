using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Records that the key is gone at the vendor too.</summary>
public sealed class ConfirmVendorKeyDeleted(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.RevokeConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
