using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Retention;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail;

/// <summary>Size and root of the log as its head says, without recomputing anything.</summary>
public sealed record AuditLogStatus(long Size, string RootHex);

/// <summary>Recomputes every hash of the organization's log and compares the root with its head.</summary>
public sealed class VerifyAuditLog(TenantScope scope, TenantDatabase database)
{
    /// <param name="progress">Entries verified so far.</param>
    /// <returns>What was found. That it was verified is itself written to the log, unless the log is broken.</returns>
    public async Task<AuditLogReport> ExecuteAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        AuditLogReport report;
        await using (var db = database.Open())
        {
            report = await AuditLogVerification.VerifyAsync(db, scope.OrganizationId, cancellationToken, progress,
                await PurgeRecords.OfDetailsAsync(db, cancellationToken));
        }

        if (report.IsIntact)
        {
            await using var work = await database.BeginAsync(cancellationToken);
            work.Audit(AuditAction.AuditLogVerified, "audit_log", scope.OrganizationId, new JsonObject
            {
                ["entries"] = report.Verified,
                ["root"] = report.RootHex,
            });
            await work.CommitAsync(cancellationToken);
        }

        return report;
    }

    public async Task<AuditLogStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        await using var db = database.Open();
        var head = await db.Set<AuditHead>().SingleOrDefaultAsync(cancellationToken);
        return head is null
            ? new AuditLogStatus(0, Convert.ToHexStringLower(MerkleHash.Empty))
            : new AuditLogStatus(head.Size, Convert.ToHexStringLower(head.Root));
    }
}
