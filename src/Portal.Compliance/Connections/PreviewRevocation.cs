using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Live numbers for what a revocation destroys, stops and keeps; null when there is no such live connection.</summary>
public sealed class PreviewRevocation(TenantScope scope)
{
    public Task<RevocationPreview?> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.RevokeConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
