using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Retention;

/// <summary>How long things are kept, who decided it, and in live numbers what a purge would do now.</summary>
public sealed class ViewRetention(TenantScope scope, TenantDatabase database, ProductClock clock)
{
    public async Task<RetentionView> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var rules = await db.Set<RetentionRule>().OrderByDescending(r => r.ChangedAt).ThenByDescending(r => r.Id).ToListAsync(cancellationToken);
        var terms = RetentionTerms.Of(RetentionTerms.InForce(rules, now));
        var (evidence, details) = CutOffs(terms, now);
        return new RetentionView(
            terms, evidence, details, RetentionTerms.Waiting(rules, now) is { } waiting ? Wait(waiting) : null,
            [.. rules.Select(r => new RetentionChange(RetentionTerms.Of(r), r.Reason, r.ChangedBy, r.ChangedAt, r.EffectiveFrom))],
            await DueAsync(db, evidence, details, now, cancellationToken));
    }

    private static WaitingTerms Wait(RetentionRule waiting)
    {
        var terms = RetentionTerms.Of(waiting);
        var (evidence, details) = CutOffs(terms, waiting.EffectiveFrom);
        return new WaitingTerms(terms, waiting.EffectiveFrom, evidence, details);
    }

    private static (DateTimeOffset Evidence, DateTimeOffset Details) CutOffs(RetentionTerms terms, DateTimeOffset at) =>
        (RetentionTerms.CutOff(at, terms.EvidenceMonths), RetentionTerms.CutOff(at, terms.AuditDetailMonths));

    private static async Task<PurgePreview> DueAsync(
        PortalDbContext db, DateTimeOffset evidenceCutOff, DateTimeOffset detailCutOff, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var evidence = DueRows.NotHeld(db, evidenceCutOff, now);
        var details = DueRows.Details(db, detailCutOff);
        return new PurgePreview(
            new DueStretch(
                await evidence.CountAsync(cancellationToken),
                await evidence.MinAsync(e => (DateTimeOffset?)e.FirstObservedAt, cancellationToken),
                await evidence.MaxAsync(e => (DateTimeOffset?)e.FirstObservedAt, cancellationToken)),
            await db.Set<PopulationRow>().CountAsync(p => evidence.Any(e => e.Id == p.EvidenceId), cancellationToken),
            await DueRows.Held(db, evidenceCutOff, now).CountAsync(cancellationToken),
            new DueStretch(
                await details.CountAsync(cancellationToken),
                await details.MinAsync(e => (DateTimeOffset?)e.At, cancellationToken),
                await details.MaxAsync(e => (DateTimeOffset?)e.At, cancellationToken)));
    }
}
