using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Ends a connection for good: clears the sealed key, stops the schedule, cancels a running sync. Runs and evidence stay.</summary>
public sealed class RevokeConnection(TenantScope scope)
{
    public Task<Result<RevocationReceipt>> ExecuteAsync(Guid connectionId, string typedName, string reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.RevokeConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
