using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Retention;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>What promoting a run's drafts came to.</summary>
/// <param name="NotSatisfied">The first few findings that do not meet their rule.</param>
internal sealed record Promoted(int NewEvidence, int Observations, IReadOnlyList<FailingEvidence> NotSatisfied);

/// <summary>
/// Turns one attempt's staged drafts into evidence and observations, inside the final transaction: the same finding as before becomes one
/// more observation; a new one becomes evidence with its payload, control links and population.
/// </summary>
internal sealed class PromoteStaged(TenantWork work, RunClaim claim, ConnectorManifest manifest, EvidenceHeadline headline, CollectedRun collected)
{
    private const int Chunk = 500;

    private readonly Dictionary<string, EvidenceKindManifest> _kinds = manifest.EvidenceKinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
    private readonly List<Guid> _populated = [];
    private readonly string? _doubt = collected.Suspicions.Count > 0 ? collected.Suspicions[0].Code : null;

    public async Task<Promoted> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var bulk = new BulkWriter(work.Db);
        await using var lookup = new EvidenceLookup(work.Db);
        var (found, observed) = (0, 0);
        var failing = new List<FailingEvidence>();
        var purged = await PurgedAsync(cancellationToken);
        await foreach (var draft in DraftsAsync(cancellationToken))
        {
            var verdict = Judge(draft);
            var evidenceId = await lookup.FindAsync(claim.ConnectionId, draft.Kind, verdict.Fingerprint, cancellationToken);
            string? digest = null;
            if (evidenceId is null)
            {
                evidenceId = work.NewId();
                digest = await AddEvidenceAsync(bulk, draft, verdict, evidenceId.Value, cancellationToken);
                found++;
            }
            else if (purged.Remove(evidenceId.Value))
            {
                await AddPayloadAsync(bulk, draft, verdict, evidenceId.Value, cancellationToken);
            }

            await ObserveAsync(bulk, draft, verdict, evidenceId.Value, digest, cancellationToken);
            if (verdict.Result == EvidenceResult.NotSatisfied && failing.Count < FailingEvidence.MostNamed)
            {
                failing.Add(new FailingEvidence(
                    draft.Kind, headline.Title(draft.Kind, draft.Rung), evidenceId.Value, headline.Of(draft.Kind, verdict.Canonical, verdict.ReasonCode), verdict.ReasonCode));
            }

            if (++observed % Chunk == 0)
            {
                await work.AppendAuditAsync(bulk, cancellationToken);
            }
        }

        await KeepSubjectsAsync(bulk, cancellationToken);
        return new Promoted(found, observed, failing);
    }

    /// <summary>Evidence of this connection whose payload retention took. Seen again, it is current again, and gets back what it says.</summary>
    private Task<HashSet<Guid>> PurgedAsync(CancellationToken cancellationToken) => (
        from purge in work.Db.Set<EvidencePurge>()
        join evidence in work.Db.Set<EvidenceRecord>() on purge.EvidenceId equals evidence.Id
        where evidence.ConnectionId == claim.ConnectionId && !work.Db.Set<EvidencePayload>().Any(p => p.EvidenceId == evidence.Id)
        select purge.EvidenceId).ToHashSetAsync(cancellationToken);

    private async IAsyncEnumerable<StagedDraft> DraftsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (collected.Unstaged is { } unstaged)
        {
            foreach (var draft in unstaged.Drafts)
            {
                yield return draft;
            }

            yield break;
        }

        for (var from = 0; from < collected.Drafts; from += Chunk)
        {
            var start = from;
            var chunk = await work.Db.Set<StagedDraft>().AsNoTracking()
                .Where(d => d.RunId == claim.RunId && d.Epoch == claim.Epoch && d.Ordinal >= start && d.Ordinal < start + Chunk)
                .OrderBy(d => d.Ordinal).ToListAsync(cancellationToken);
            foreach (var draft in chunk)
            {
                yield return draft;
            }
        }
    }

    /// <summary>The vendor ids behind pseudonyms that are new, sealed; then staging is emptied.</summary>
    private async Task KeepSubjectsAsync(BulkWriter bulk, CancellationToken cancellationToken)
    {
        if (collected.Unstaged is { } unstaged)
        {
            foreach (var subject in unstaged.NewSubjects)
            {
                await bulk.InsertMissingAsync(subject, cancellationToken);
            }

            await EnsureSubjectsAsync(unstaged, cancellationToken);
            return;
        }

        foreach (var kind in _kinds.Keys.Where(_ => collected.Members > 0))
        {
            await StagingTables.PromoteSubjectsAsync(work.Db, claim.RunId, claim.Epoch, kind, claim.ConnectionId, cancellationToken);
        }

        await StagingTables.DeleteAsync(work.Db, claim.RunId, cancellationToken);
    }

    /// <summary>Whoever was known when the run ended its collection may have been purged since; another attempt then seals them anew.</summary>
    private async Task EnsureSubjectsAsync(UnstagedRows unstaged, CancellationToken cancellationToken)
    {
        if (_populated.Count > 0 && unstaged.NewSubjects.Count < unstaged.Members.Count && await work.Db.Set<PopulationRow>().AnyAsync(
            p => _populated.Contains(p.EvidenceId)
                && !work.Db.Set<SealedSubject>().Any(s => s.ConnectionId == claim.ConnectionId && s.Pseudonym == p.Pseudonym), cancellationToken))
        {
            throw new InvalidOperationException("Retention took sealed vendor ids while the run was being stored. Nothing of it was stored; it is tried again.");
        }
    }

    private Verdict Judge(StagedDraft draft)
    {
        if (_doubt is null)
        {
            return new Verdict(draft.Result, draft.ReasonCode, draft.Canonical, draft.Fingerprint);
        }

        var (canonical, fingerprint) = EvidencePayloads.Doubted(draft, _doubt);
        return new Verdict(EvidenceResult.Inconclusive, _doubt, canonical, fingerprint);
    }

    /// <returns>Digest of the rows, for the entry that tells of them.</returns>
    private async Task<string> AddEvidenceAsync(BulkWriter bulk, StagedDraft draft, Verdict verdict, Guid evidenceId, CancellationToken cancellationToken)
    {
        var evidence = new EvidenceRecord
        {
            OrganizationId = work.OrganizationId,
            Id = evidenceId,
            ConnectionId = claim.ConnectionId,
            Kind = draft.Kind,
            SchemaVersion = draft.SchemaVersion,
            Subject = draft.Subject,
            Fingerprint = verdict.Fingerprint,
            Result = verdict.Result,
            ReasonCode = verdict.ReasonCode,
            Rung = draft.Rung,
            FirstRunId = claim.RunId,
            FirstObservedAt = collected.AsOf,
        };
        await bulk.InsertAsync(evidence, cancellationToken);
        await AddPayloadAsync(bulk, draft, verdict, evidenceId, cancellationToken);
        var kind = _kinds[draft.Kind];
        var links = kind.Controls.Where(c => c.OnlyForRung is null || c.OnlyForRung == draft.Rung)
            .OrderBy(c => c.Relation).DistinctBy(c => (c.Framework, c.Control))
            .Select(link => new EvidenceControl
            {
                OrganizationId = work.OrganizationId,
                EvidenceId = evidenceId,
                Framework = link.Framework,
                Control = link.Control,
                Relation = link.Relation,
                Aspect = kind.Aspect,
            }).ToList();
        foreach (var link in links)
        {
            await bulk.InsertAsync(link, cancellationToken);
        }

        return EvidenceStatement.DigestOf(evidence, links);
    }

    private async Task AddPayloadAsync(BulkWriter bulk, StagedDraft draft, Verdict verdict, Guid evidenceId, CancellationToken cancellationToken)
    {
        await bulk.InsertAsync(
            new EvidencePayload { OrganizationId = work.OrganizationId, EvidenceId = evidenceId, Canonical = verdict.Canonical }, cancellationToken);
        await AddPopulationAsync(bulk, draft.Kind, evidenceId, cancellationToken);
    }

    private async Task AddPopulationAsync(BulkWriter bulk, string kind, Guid evidenceId, CancellationToken cancellationToken)
    {
        if (collected.Unstaged is null && collected.Members > 0)
        {
            await StagingTables.PromoteMembersAsync(work.Db, claim.RunId, claim.Epoch, kind, evidenceId, cancellationToken);
        }

        _populated.Add(evidenceId);
        foreach (var member in collected.Unstaged?.Members.Where(m => m.Kind == kind) ?? [])
        {
            await bulk.InsertAsync(new PopulationRow
            {
                OrganizationId = work.OrganizationId,
                EvidenceId = evidenceId,
                Pseudonym = member.Pseudonym,
                Date = member.Date,
                Disposition = member.Disposition,
            }, cancellationToken);
        }
    }

    private async Task ObserveAsync(
        BulkWriter bulk, StagedDraft draft, Verdict verdict, Guid evidenceId, string? evidenceDigest, CancellationToken cancellationToken)
    {
        var observation = new Observation
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            EvidenceId = evidenceId,
            ConnectionId = claim.ConnectionId,
            Kind = draft.Kind,
            RunId = claim.RunId,
            AsOf = collected.AsOf,
            Accepted = _doubt is null,
            Result = verdict.Result,
            ReasonCode = verdict.ReasonCode,
            ProvenanceJson = draft.ProvenanceJson,
        };
        await bulk.InsertAsync(observation, cancellationToken);
        work.Audit(AuditAction.EvidenceObserved, "evidence", evidenceId, EvidenceStatement.Of(observation, verdict.Fingerprint, evidenceDigest));
    }

    private sealed record Verdict(EvidenceResult Result, string? ReasonCode, byte[] Canonical, byte[] Fingerprint);
}
