using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Retention;

/// <summary>
/// The one door through which payloads, populations and audit details leave, chunk by chunk, each chunk a whole: announced, recorded, gone,
/// and told of in one transaction. Evidence rows, observations, links and entries stay.
/// </summary>
public sealed class PurgeExpired(TenantScope scope, TenantDatabase database)
{
    private const int EvidenceChunk = 100;
    private const int DetailChunk = 1_000;

    /// <returns>What went; a refusal when a person's sign-in is not recent.</returns>
    public async Task<Result<PurgeOutcome>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageOrganization);
        if (scope.RequireRecentSignIn() is { } old)
        {
            return old;
        }

        var outcome = new PurgeOutcome(0, 0, 0, 0);
        // Held by the log although the freeze's row is gone: somebody deleted it. Verifying the log says so; until then nothing of it goes.
        var held = new HashSet<Guid>();
        while (await EvidenceAsync(outcome, held, cancellationToken) is { } further)
        {
            outcome = further;
        }

        while (await DetailsAsync(outcome, cancellationToken) is { } further)
        {
            outcome = further;
        }

        return outcome;
    }

    /// <returns>Null when none was due.</returns>
    private async Task<PurgeOutcome?> EvidenceAsync(PurgeOutcome so, HashSet<Guid> held, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var (rule, cutOff) = await BeginAsync(work, t => t.EvidenceMonths, cancellationToken);
        var due = await DueRows.NotHeld(work.Db, cutOff, work.Now).Where(e => !held.Contains(e.Id))
            .OrderBy(e => e.FirstObservedAt).ThenBy(e => e.Id).Take(EvidenceChunk)
            .Select(e => new { e.Id, e.ConnectionId, Members = work.Db.Set<PopulationRow>().Count(p => p.EvidenceId == e.Id) }).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return null;
        }

        if (await FreezeReading.HeldAsync(work.Db, due.ConvertAll(e => e.Id), work.Now, cancellationToken) is { Count: > 0 } further)
        {
            held.UnionWith(further);
            return so;
        }

        var permit = await PermitAsync(work, PurgeTarget.Evidence, rule, cutOff, stretch: null, cancellationToken);
        work.Db.AddRange(due.Select(e => new EvidencePurge { OrganizationId = work.OrganizationId, EvidenceId = e.Id, PermitId = permit, Members = e.Members }));
        await work.Db.SaveChangesAsync(cancellationToken);
        var members = due.Sum(e => e.Members);
        var subjects = 0;
        foreach (var connection in due.GroupBy(e => e.ConnectionId, e => e.Id))
        {
            subjects += await PurgedRows.DeleteSubjectsAsync(work.Db, connection.Key, [.. connection], cancellationToken);
        }

        await PurgedRows.DeleteEvidenceAsync(work.Db, due.ConvertAll(e => e.Id), members, cancellationToken);
        work.Audit(AuditAction.EvidencePurged, "purge", permit, new JsonObject
        {
            ["cutOff"] = InstantText.Machine(cutOff),
            ["evidence"] = new JsonArray([.. due.Select(e => JsonValue.Create(e.Id.ToString("D")))]),
            ["members"] = members,
            ["subjects"] = subjects,
        });
        await work.CommitAsync(cancellationToken);
        return so with { Evidence = so.Evidence + due.Count, Members = so.Members + members, Subjects = so.Subjects + subjects };
    }

    /// <inheritdoc cref="EvidenceAsync"/>
    private async Task<PurgeOutcome?> DetailsAsync(PurgeOutcome so, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var (rule, cutOff) = await BeginAsync(work, t => t.AuditDetailMonths, cancellationToken);
        var due = await DueRows.Details(work.Db, cutOff).OrderBy(e => e.Sequence).Take(DetailChunk).Select(e => e.Sequence).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return null;
        }

        var permit = await PermitAsync(work, PurgeTarget.AuditDetails, rule, cutOff, (due[0], due[^1]), cancellationToken);
        await PurgedRows.DeleteDetailsAsync(work.Db, due, cancellationToken);
        work.Audit(AuditAction.AuditDetailsPurged, "purge", permit, new JsonObject
        {
            ["cutOff"] = InstantText.Machine(cutOff),
            ["details"] = due.Count,
            ["first"] = due[0].ToString(CultureInfo.InvariantCulture),
            ["last"] = due[^1].ToString(CultureInfo.InvariantCulture),
        });
        await work.CommitAsync(cancellationToken);
        return so with { AuditDetails = so.AuditDetails + due.Count };
    }

    /// <summary>Nobody else appends from here on, so that the permit's entry stays the last one until the chunk is told of.</summary>
    private static async Task<(RetentionRule? Rule, DateTimeOffset CutOff)> BeginAsync(
        TenantWork work, Func<RetentionTerms, int> months, CancellationToken cancellationToken)
    {
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        var rule = RetentionTerms.InForce(await work.Db.Set<RetentionRule>().AsNoTracking().ToListAsync(cancellationToken), work.Now);
        return (rule, RetentionTerms.CutOff(work.Now, months(RetentionTerms.Of(rule))));
    }

    private static async Task<Guid> PermitAsync(
        TenantWork work, PurgeTarget what, RetentionRule? rule, DateTimeOffset cutOff, (long First, long Last)? stretch, CancellationToken cancellationToken)
    {
        var id = work.NewId();
        var terms = RetentionTerms.Of(rule);
        var months = what == PurgeTarget.Evidence ? terms.EvidenceMonths : terms.AuditDetailMonths;
        work.Audit(AuditAction.PurgePermitted, "purge", id, new JsonObject
        {
            ["cutOff"] = InstantText.Machine(cutOff),
            ["months"] = months,
            ["rule"] = rule?.Id.ToString("D"),
            ["what"] = what.ToString(),
        });
        await using var bulk = new BulkWriter(work.Db);
        await work.AppendAuditAsync(bulk, cancellationToken);
        var head = await work.Db.Set<AuditHead>().SingleAsync(cancellationToken);
        work.Db.Add(new PurgePermit
        {
            OrganizationId = work.OrganizationId,
            Id = id,
            What = what,
            Sequence = head.Size - 1,
            RuleId = rule?.Id,
            Months = months,
            CutOff = cutOff,
            FirstSequence = stretch?.First,
            LastSequence = stretch?.Last,
        });
        await work.Db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
