using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>What verifying every checkpoint found.</summary>
/// <param name="Log">Fault of the log as a whole, or a checkpoint that it tells of and that is gone; null when there is none.</param>
public sealed record CheckpointsReport(IReadOnlyList<CheckpointVerdict> Verdicts, AuditFault? Log)
{
    public bool Hold => Log is null && Verdicts.All(v => v.Fault is null);
}

/// <summary>
/// Recomputes the whole log once, and compares its root at the size of every checkpoint with what was signed: each of them, and so each
/// growth from one to the next.
/// </summary>
public sealed class VerifyCheckpoints
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly CheckpointAudit _audit;

    internal VerifyCheckpoints(TenantScope scope, TenantDatabase database, CheckpointAudit audit) => (_scope, _database, _audit) = (scope, database, audit);

    public async Task<CheckpointsReport> ExecuteAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ReadAuditLog);
        await using var db = _database.Open();
        var checkpoints = await db.Set<AuditCheckpoint>().OrderBy(c => c.Size).ToListAsync(cancellationToken);
        var report = await AuditLogVerification.VerifyAsync(
            db, AuditLogRows.Of(db, _database.Open), _scope.OrganizationId, cancellationToken, progress, checkpoints.Select(c => c.Size).ToHashSet());
        var (verdicts, missing) = await _audit.ExecuteAsync(db, checkpoints, report, cancellationToken);
        return new CheckpointsReport(verdicts, checkpoints.Count == 0 && report.FirstFault?.Kind == AuditFaultKind.HeadMissing ? null : report.FirstFault ?? missing);
    }
}
