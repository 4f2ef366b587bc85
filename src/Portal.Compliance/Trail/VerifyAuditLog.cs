using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence.Verification;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Compliance.Trail.PresentState;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail;

/// <summary>Size and root of the log as its head says, without recomputing anything.</summary>
public sealed record AuditLogStatus(long Size, string RootHex);

/// <summary>
/// Recomputes every hash of the organization's log and compares the root with its head; then every checkpoint with the log, every row
/// of evidence with the entries that vouch for it, and what can be set back with the entries that tell of it.
/// </summary>
public sealed class VerifyAuditLog
{
    /// <summary>How often it is looked at again while others write.</summary>
    private const int Attempts = 3;

    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly CheckpointAudit _checkpoints;

    internal VerifyAuditLog(TenantScope scope, TenantDatabase database, CheckpointAudit checkpoints) =>
        (_scope, _database, _checkpoints) = (scope, database, checkpoints);

    /// <param name="progress">Entries verified so far.</param>
    /// <returns>What was found. That it was verified is itself written to the log, unless the log is broken.</returns>
    public async Task<AuditLogReport> ExecuteAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ReadAuditLog);
        AuditLogReport report;
        await using (var db = _database.Open())
        {
            report = await VerifyAsync(db, progress, cancellationToken);
        }

        if (report.IsIntact)
        {
            await using var work = await _database.BeginAsync(cancellationToken);
            work.Audit(AuditAction.AuditLogVerified, "audit_log", _scope.OrganizationId, new JsonObject
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
        _scope.Require(Permission.ReadAuditLog);
        await using var db = _database.Open();
        var head = await db.Set<AuditHead>().SingleOrDefaultAsync(cancellationToken);
        return head is null
            ? new AuditLogStatus(0, Convert.ToHexStringLower(MerkleHash.Empty))
            : new AuditLogStatus(head.Size, Convert.ToHexStringLower(head.Root));
    }

    /// <summary>
    /// Rows are read one after the other, and a purge, a sync or a revocation that commits in between can make them disagree though they never did.
    /// A fault found while the log grew is therefore looked for again; one that is true is there again.
    /// </summary>
    private async Task<AuditLogReport> VerifyAsync(PortalDbContext db, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await SizeAsync(db, cancellationToken);
            var report = await VerifyOnceAsync(db, progress, cancellationToken);
            if (report.IsIntact || attempt == Attempts || await SizeAsync(db, cancellationToken) == before)
            {
                return report;
            }
        }
    }

    private static Task<long?> SizeAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        db.Set<AuditHead>().Select(h => (long?)h.Size).SingleOrDefaultAsync(cancellationToken);

    private async Task<AuditLogReport> VerifyOnceAsync(PortalDbContext db, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var checkpoints = await db.Set<AuditCheckpoint>().OrderBy(c => c.Size).ToListAsync(cancellationToken);
        var purges = await PurgesTold.ReadAsync(db, cancellationToken);
        var report = await AuditLogVerification.VerifyAsync(
            db, AuditLogRows.Of(db, _database.Open), _scope.OrganizationId, cancellationToken, progress, checkpoints.Select(c => c.Size).ToHashSet(),
            purges.Details);
        report = report with { FirstFault = report.FirstFault ?? purges.Fault };
        if (!report.IsIntact)
        {
            return report;
        }

        var (verdicts, missing) = await _checkpoints.ExecuteAsync(db, checkpoints, report, cancellationToken);
        if ((verdicts.FirstOrDefault(v => v.Fault is not null)?.Fault ?? missing) is { } contradicted)
        {
            return report with { FirstFault = contradicted };
        }

        await using var side = _database.Open();
        return report with
        {
            CheckpointsOfSwitchedOffKeys = verdicts.Count(v => v.KeySwitchedOff),
            FirstFault = await EvidenceAudit.ExecuteAsync(db, side, purges, report.Size, cancellationToken)
                ?? await PresentStateAudit.ExecuteAsync(db, cancellationToken),
        };
    }
}
