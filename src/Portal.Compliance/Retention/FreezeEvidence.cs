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
/// Holds evidence for an assessment until the assessment's own retention ends: no purge takes it before. The one door: each row and the entry
/// that tells of it are written together, and verifying the log compares the two.
/// </summary>
internal sealed class FreezeEvidence(TenantScope scope, TenantDatabase database)
{
    public async Task<Result<Done>> ExecuteAsync(
        Guid assessmentId, string label, IReadOnlyCollection<Guid> evidence, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageOrganization);
        await using var work = await database.BeginAsync(cancellationToken);
        // A purge takes the same lock first: one of the two sees the other.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        if (until <= work.Now)
        {
            return new Problem("freeze_in_the_past", "The freeze would have ended already.", "Its end lies in the past.", "Choose a later end.", "until");
        }

        foreach (var id in evidence.Distinct())
        {
            var fingerprint = await work.Db.Set<EvidenceRecord>().Where(e => e.Id == id && work.Db.Set<EvidencePayload>().Any(p => p.EvidenceId == e.Id))
                .Select(e => e.Fingerprint).SingleOrDefaultAsync(cancellationToken);
            if (fingerprint is null)
            {
                return new Problem(
                    "evidence_not_there", "One of the pieces of evidence cannot be frozen.", "It is not there, or its payload was purged already.",
                    "Take it out of the assessment, or collect it anew.", "evidence");
            }

            work.Db.Add(new EvidenceFreeze
            {
                OrganizationId = work.OrganizationId,
                EvidenceId = id,
                AssessmentId = assessmentId,
                Label = label,
                FrozenAt = work.Now,
                FrozenUntil = until.ToUniversalTime(),
            });
            work.Audit(AuditAction.EvidenceFrozen, "evidence", id, new JsonObject
            {
                ["assessment"] = assessmentId.ToString("D"),
                ["fingerprint"] = Fingerprint.Hex(fingerprint),
                ["label"] = label,
                ["until"] = InstantText.Machine(until),
            });
        }

        await work.CommitAsync(cancellationToken);
        return default(Done);
    }
}
