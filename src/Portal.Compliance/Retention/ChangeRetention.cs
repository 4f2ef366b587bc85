using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Retention;

/// <summary>
/// Decides how long things are kept. Longer holds at once; anything shorter waits for a grace period in which it can be taken back, and asks
/// for a recent sign-in, because a job purges by it without anybody there.
/// </summary>
public sealed class ChangeRetention(TenantScope scope, TenantDatabase database)
{
    /// <returns>When the new terms come into force.</returns>
    public async Task<Result<DateTimeOffset>> ExecuteAsync(RetentionTerms terms, string? reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageOrganization);
        var why = ReasonText.Read(reason);
        if ((Check(terms.EvidenceMonths, "evidence") ?? Check(terms.AuditDetailMonths, "auditDetails") ?? why.Problem) is { } problem)
        {
            return problem;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var rules = await work.Db.Set<RetentionRule>().AsNoTracking().ToListAsync(cancellationToken);
        var before = RetentionTerms.Of(RetentionTerms.InForce(rules, work.Now));
        if (terms == RetentionTerms.Of(RetentionTerms.Waiting(rules, work.Now) ?? RetentionTerms.InForce(rules, work.Now)))
        {
            return new Problem("retention_unchanged", "Nothing would change.", "These times are set already.", "Change one of them, or leave it as it is.", "evidence");
        }

        if (terms.IsShorterThan(before) && scope.RequireRecentSignIn() is { } old)
        {
            return old;
        }

        var rule = new RetentionRule
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            EvidenceMonths = terms.EvidenceMonths,
            AuditDetailMonths = terms.AuditDetailMonths,
            Reason = why.Value,
            ChangedBy = scope.Actor.Name,
            ChangedAt = work.Now,
            EffectiveFrom = terms.IsShorterThan(before) ? work.Now + RetentionTerms.Grace : work.Now,
        };
        work.Db.Add(rule);
        work.Audit(AuditAction.RetentionChanged, "retention", rule.Id, new JsonObject
        {
            ["after"] = Words(terms),
            ["before"] = Words(before),
            ["effectiveFrom"] = InstantText.Machine(rule.EffectiveFrom),
            ["reason"] = rule.Reason,
        });
        await work.CommitAsync(cancellationToken);
        return rule.EffectiveFrom;
    }

    private static JsonObject Words(RetentionTerms terms) =>
        new() { ["auditDetailMonths"] = terms.AuditDetailMonths, ["evidenceMonths"] = terms.EvidenceMonths };

    private static Problem? Check(int months, string field) => months switch
    {
        < RetentionTerms.FewestMonths => new(
            "retention_too_short", $"At least {RetentionTerms.FewestMonths} months are needed.",
            "An auditor looks at a whole year after it has ended; what is gone by then cannot be shown.", $"Enter {RetentionTerms.FewestMonths} or more.", field),
        > RetentionTerms.MostMonths => new(
            "retention_too_long", $"At most {RetentionTerms.MostMonths} months can be set.", "Nothing is kept longer than fifty years.",
            $"Enter {RetentionTerms.MostMonths} or fewer.", field),
        _ => null,
    };
}
