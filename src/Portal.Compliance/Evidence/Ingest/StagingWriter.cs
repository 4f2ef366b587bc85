using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Connectors.Sdk;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>Rows of a run that never left memory.</summary>
internal sealed record UnstagedRows(IReadOnlyList<StagedMember> Members, IReadOnlyList<StagedDraft> Drafts);

/// <summary>
/// Takes what a connector streams and writes it to staging, a chunk a transaction, each of which shows the lease. Vendor ids become
/// pseudonyms and sealed bytes before anything is written. At most one chunk is held in memory. While history is scripted, a run that fits
/// in one chunk is handed on from memory: a thousand past days would otherwise be a thousand transactions more.
/// </summary>
internal sealed class StagingWriter(
    TenantDatabase database, TenantScope scope, OrganizationKeys keys, SecretSealer sealer, TimeProvider system, RunClaim claim, Action flushed)
    : IAsyncDisposable
{
    /// <summary>Rows written in one transaction.</summary>
    public const int ChunkRows = 500;

    private readonly PortalDbContext _keyRows = database.Open();
    private readonly List<StagedMember> _members = [];
    private readonly List<StagedDraft> _drafts = [];
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _duplicates = new(StringComparer.Ordinal);
    private Pseudonymizer? _pseudonyms;

    public int Drafts { get; private set; }

    public int Members { get; private set; }

    public async Task AddAsync(PopulationMember member, CancellationToken cancellationToken)
    {
        _pseudonyms ??= await keys.OpenPseudonymsAsync(_keyRows, scope.OrganizationId, cancellationToken);
        if (_members.Count == 0)
        {
            // Once a chunk: sealing finds the key's row here and does not ask the database again for every member.
            _keyRows.ChangeTracker.Clear();
            await _keyRows.Set<DataKey>().AsTracking().LoadAsync(cancellationToken);
        }

        _members.Add(new StagedMember
        {
            OrganizationId = scope.OrganizationId,
            RunId = claim.RunId,
            Epoch = claim.Epoch,
            Kind = member.Kind,
            Pseudonym = _pseudonyms.Pseudonym(claim.ConnectionId, member.SubjectId),
            Date = member.Date,
            Disposition = member.Disposition,
            SealedSubject = await SubjectSeal.SealAsync(sealer, _keyRows, scope.OrganizationId, claim.ConnectionId, member.SubjectId, cancellationToken),
        });
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
    /// <param name="inMemory">Whether what fits in one chunk may stay in memory.</param>
    /// <returns>The rows, if they stayed there.</returns>
    public async Task<UnstagedRows?> CloseAsync(bool inMemory, CancellationToken cancellationToken)
    {
        if (!inMemory || _written.Count > 0)
        {
            await FlushAsync(cancellationToken);
            return null;
        }

        foreach (var kind in _members.Select(m => m.Kind).Distinct().ToList())
        {
            DropDuplicates(kind);
        }

        Members = _members.Count;
        return new UnstagedRows([.. _members], [.. _drafts]);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_members.Count == 0 && _drafts.Count == 0)
        {
            return;
        }

        await using (var work = await database.BeginAsync(cancellationToken))
        {
            await RunLease.HoldAsync(work, claim, system, cancellationToken);
            await using var bulk = new BulkWriter(work.Db);
            foreach (var member in _members)
            {
                Count(await bulk.InsertMissingAsync(member, cancellationToken) ? _written : _duplicates, member.Kind);
            }

            foreach (var draft in _drafts)
            {
                await bulk.InsertAsync(draft, cancellationToken);
            }

            await work.CommitAsync(cancellationToken);
        }

        Members = (int)_written.Values.Sum();
        _members.Clear();
        _drafts.Clear();
        flushed();
    }

    public async ValueTask DisposeAsync()
    {
        _pseudonyms?.Dispose();
        await _keyRows.DisposeAsync();
    }

    private Task FlushIfFullAsync(CancellationToken cancellationToken) =>
        _members.Count + _drafts.Count >= ChunkRows ? FlushAsync(cancellationToken) : Task.CompletedTask;

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
