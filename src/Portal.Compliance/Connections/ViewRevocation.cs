using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>The receipt of a revoked connection; null when it was not revoked.</summary>
public sealed class ViewRevocation(TenantScope scope, TenantDatabase database)
{
    public async Task<RevocationReceipt?> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var connection = await db.Set<Connection>().SingleOrDefaultAsync(
            c => c.Id == connectionId && c.State == ConnectionState.Revoked, cancellationToken);
        if (connection is null)
        {
            return null;
        }

        var (action, subject) = (AuditAction.ConnectionRevoked.Code(), connectionId.ToString("D"));
        var sequence = await db.Set<AuditEntry>()
            .Where(e => e.SubjectType == "connection" && e.SubjectId == subject && e.Action == action).MaxAsync(e => e.Sequence, cancellationToken);
        return new RevocationReceipt(
            connectionId, connection.Name, connection.AccountLabel, connection.DeletedAt!.Value, connection.RevokedBy ?? "", connection.RevokeReason ?? "",
            connection.DestroyedCredentialSha256 ?? "", sequence, connection.VendorKeyDeletedAt, connection.Connector);
    }
}
