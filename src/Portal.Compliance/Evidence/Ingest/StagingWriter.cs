using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Connectors.Sdk;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>
/// Takes what a connector streams. At most one chunk of it is held in memory: a run that fits is handed on from there, the rest is written to
/// staging, a chunk a transaction, each of which shows the lease. Vendor ids become pseudonyms and sealed bytes before anything is written.
/// </summary>
internal sealed class StagingWriter(
    TenantDatabase database, TenantScope scope, OrganizationKeys keys, SecretSealer sealer, TimeProvider system, SyncOptions options, RunClaim claim,
    Action flushed)
    : IAsyncDisposable
{
    // Drafts carry payloads of any size.
    private const int MostDrafts = 500;

    private readonly PortalDbContext _rows = database.Open();
    private readonly List<TakenMember> _members = [];
    private readonly List<StagedDraft> _drafts = [];
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _duplicates = new(StringComparer.Ordinal);
    private Pseudonymizer? _pseudonyms;
    private bool _staged;

    public int Drafts { get; private set; }

    public int Members { get; private set; }

    public async Task AddAsync(PopulationMember member, CancellationToken cancellationToken)
    {
        _pseudonyms ??= await keys.OpenPseudonymsAsync(_rows, scope.OrganizationId, cancellationToken);
        _members.Add(TakenMember.Of(member, _pseudonyms.Pseudonym(claim.ConnectionId, member.SubjectId)));
        await FlushIfFullAsync(cancellationToken);
    }

    /// <param name="collectedAt">When the draft was complete, product time.</param>
    public async Task AddAsync(EvidenceDraft draft, DateTimeOffset collectedAt, CancellationToken cancellationToken)
    {
        if (await DigestAsync(draft.Kind, cancellationToken) is { } population)
        {
            draft.Payload["population"] = population.ToJson();
            population.Dispose();
        }

        var payload = EvidencePayloads.Complete(draft.Payload, draft.Result, draft.ReasonCode);
        var (canonical, fingerprint) = EvidencePayloads.Fingerprint(draft.Kind, draft.SchemaVersion, draft.Subject, payload);
        _drafts.Add(new StagedDraft
        {
            OrganizationId = scope.OrganizationId,
            RunId = claim.RunId,
            Epoch = claim.Epoch,
            Ordinal = Drafts++,
            Kind = draft.Kind,
            SchemaVersion = draft.SchemaVersion,
            Subject = draft.Subject,
            Result = draft.Result,
            ReasonCode = draft.ReasonCode,
            Rung = draft.Rung,
            Canonical = canonical,
            Fingerprint = fingerprint,
            ProvenanceJson = ProvenanceText.Of(draft, claim, collectedAt, _duplicates.GetValueOrDefault(draft.Kind)),
        });
        await FlushIfFullAsync(cancellationToken);
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>The rows, if all of them are in memory.</returns>
    public async Task<UnstagedRows?> CloseAsync(CancellationToken cancellationToken)
    {
        if (_staged)
        {
            await FlushAsync(cancellationToken);
            return null;
        }

        foreach (var kind in _members.Select(m => m.Kind).Distinct().ToList())
        {
            DropDuplicates(kind);
        }

        Members = _members.Count;
        return new UnstagedRows([.. _members], await SealNewAsync(cancellationToken), [.. _drafts]);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_members.Count == 0 && _drafts.Count == 0)
        {
            return;
        }

        var members = await SealAllAsync(cancellationToken);
        await using (var work = await database.BeginAsync(cancellationToken))
        {
            await RunLease.HoldAsync(work, claim, system, cancellationToken);
            await using var bulk = new BulkWriter(work.Db);
            foreach (var member in members)
            {
                Count(await bulk.InsertMissingAsync(member, cancellationToken) ? _written : _duplicates, member.Kind);
            }

            foreach (var draft in _drafts)
            {
                await bulk.InsertAsync(draft, cancellationToken);
            }

            await work.CommitAsync(cancellationToken);
        }

        _staged = true;
        Members = (int)_written.Values.Sum();
        _members.Clear();
        _drafts.Clear();
        flushed();
    }

    /// <summary>The members as they are staged, under one hold of the key and before a transaction is open.</summary>
    private async Task<IReadOnlyList<StagedMember>> SealAllAsync(CancellationToken cancellationToken)
    {
        if (_members.Count == 0)
        {
            return [];
        }

        using var key = await sealer.HoldAsync(_rows, scope.OrganizationId, cancellationToken);
        return _members.ConvertAll(taken => new StagedMember
        {
            OrganizationId = scope.OrganizationId,
            RunId = claim.RunId,
            Epoch = claim.Epoch,
            Kind = taken.Kind,
            Pseudonym = taken.Pseudonym,
            Date = taken.Date,
            Disposition = taken.Disposition,
            SealedSubject = SubjectSeal.Seal(key, scope.OrganizationId, claim.ConnectionId, taken.SubjectId),
        });
    }

    /// <summary>Seals whom the connection does not know yet, each once.</summary>
    private async Task<IReadOnlyList<SealedSubject>> SealNewAsync(CancellationToken cancellationToken)
    {
        var people = _members.DistinctBy(m => m.Pseudonym, StringComparer.Ordinal).ToDictionary(m => m.Pseudonym, m => m.SubjectId, StringComparer.Ordinal);
        var known = await KnownSubjects.AmongAsync(_rows, claim.ConnectionId, people.Keys, cancellationToken);
        if (people.Count == known.Count)
        {
            return [];
        }

        using var key = await sealer.HoldAsync(_rows, scope.OrganizationId, cancellationToken);
        return [.. people.Where(p => !known.Contains(p.Key)).Select(p => new SealedSubject
        {
            OrganizationId = scope.OrganizationId,
            ConnectionId = claim.ConnectionId,
            Pseudonym = p.Key,
            Sealed = SubjectSeal.Seal(key, scope.OrganizationId, claim.ConnectionId, p.Value),
        })];
    }

    public async ValueTask DisposeAsync()
    {
        _pseudonyms?.Dispose();
        await _rows.DisposeAsync();
    }

    private Task FlushIfFullAsync(CancellationToken cancellationToken) =>
        _members.Count >= options.RowsInMemory || _drafts.Count >= Math.Min(options.RowsInMemory, MostDrafts)
            ? FlushAsync(cancellationToken)
            : Task.CompletedTask;

    /// <summary>The members of a kind, hashed in order: from memory when they all still are there, else streamed from staging.</summary>
    private async Task<PopulationDigest?> DigestAsync(string kind, CancellationToken cancellationToken)
    {
        if (!_written.ContainsKey(kind))
        {
            DropDuplicates(kind);
            var members = _members.FindAll(m => m.Kind == kind);
            if (members.Count == 0)
            {
                return null;
            }

            members.Sort((a, b) => PopulationDigest.Compare((a.Pseudonym, a.Date), (b.Pseudonym, b.Date)));
            var small = new PopulationDigest();
            members.ForEach(m => small.Add(m.Pseudonym, m.Date, m.Disposition));
            return small;
        }

        await FlushAsync(cancellationToken);
        var digest = new PopulationDigest();
        await using var db = database.Open();
        // Pseudonyms are lower-case hex: every engine's collation sorts them as bytes.
        var sorted = db.Set<StagedMember>().Where(m => m.RunId == claim.RunId && m.Epoch == claim.Epoch && m.Kind == kind)
            .OrderBy(m => m.Pseudonym).ThenBy(m => m.Date).Select(m => new { m.Pseudonym, m.Date, m.Disposition });
        await foreach (var member in sorted.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            digest.Add(member.Pseudonym, member.Date, member.Disposition);
        }

        return digest;
    }

    private void DropDuplicates(string kind)
    {
        var seen = new HashSet<(string, DateOnly)>();
        var dropped = _members.RemoveAll(m => m.Kind == kind && !seen.Add((m.Pseudonym, m.Date)));
        if (dropped > 0)
        {
            _duplicates[kind] = _duplicates.GetValueOrDefault(kind) + dropped;
        }
    }

    private static void Count(Dictionary<string, long> counts, string kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;
}
