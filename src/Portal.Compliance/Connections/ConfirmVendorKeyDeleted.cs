using Portal.Compliance.Connections.Sync;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Records that somebody deleted the key at the vendor too: the tick on the receipt. A second tick changes nothing.</summary>
public sealed class ConfirmVendorKeyDeleted
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;

    internal ConfirmVendorKeyDeleted(TenantScope scope, ConnectionChange change) => (_scope, _change) = (scope, change);

    public Task<Result<Done>> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.RevokeConnections);
        return _change.ExecuteAsync(connectionId, (work, connection) =>
        {
            if (connection.State != ConnectionState.Revoked)
            {
                return Task.FromResult<Problem?>(ConnectionProblems.NotRevoked);
            }

            if (connection.VendorKeyDeletedAt is null)
            {
                connection.VendorKeyDeletedAt = work.Now;
                work.Audit(AuditAction.ConnectionRevocationReceipt, "connection", connectionId);
            }

            return Task.FromResult<Problem?>(null);
        }, cancellationToken);
    }
}
