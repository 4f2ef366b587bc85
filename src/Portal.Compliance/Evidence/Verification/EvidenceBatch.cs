using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence.Ingest;
using Portal.Compliance.Retention;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Compliance.Evidence.Verification;

/// <summary>A few pieces of evidence with everything that belongs to them, and what the log says about each.</summary>
internal sealed class EvidenceBatch
{
    private readonly PortalDbContext _db;
    private readonly PurgesTold _purges;
    private readonly long _size;
    private ILookup<string, Told> _told = null!;
    private ILookup<Guid, Observation> _observations = null!;
    private ILookup<Guid, EvidenceControl> _links = null!;
    private Dictionary<Guid, byte[]> _payloads = [];

    private EvidenceBatch(PortalDbContext db, PurgesTold purges, long size) => (_db, _purges, _size) = (db, purges, size);

    /// <returns>The first fault; else how many of the verified entries were found true.</returns>
    public static async Task<(AuditFault? Fault, long Entries)> CheckAsync(
        PortalDbContext db, IReadOnlyList<EvidenceRecord> pieces, PurgesTold purges, long size, CancellationToken cancellationToken)
    {
        if (pieces.Count == 0)
        {
            return (null, 0);
        }

        var batch = new EvidenceBatch(db, purges, size);
        await batch.ReadAsync([.. pieces.Select(p => p.Id)], cancellationToken);
        var entries = 0L;
        foreach (var piece in pieces)
        {
            if ((batch.EvidenceFault(piece) ?? batch.ObservationFault(piece) ?? await batch.PayloadFaultAsync(piece, cancellationToken)) is { } fault)
            {
                return (fault, entries);
            }

            entries += batch._told[piece.Id.ToString("D")].Count(t => t.Sequence < size);
        }

        return (null, entries);
    }

    private async Task ReadAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        // Rows first, entries afterwards: a row without an entry is then a fault even while a sync goes on.
        _links = (await _db.Set<EvidenceControl>().Where(c => ids.Contains(c.EvidenceId)).ToListAsync(cancellationToken)).ToLookup(c => c.EvidenceId);
        _payloads = await _db.Set<EvidencePayload>().Where(p => ids.Contains(p.EvidenceId)).ToDictionaryAsync(p => p.EvidenceId, p => p.Canonical, cancellationToken);
        _observations = (await _db.Set<Observation>().Where(o => ids.Contains(o.EvidenceId)).ToListAsync(cancellationToken)).ToLookup(o => o.EvidenceId);
        var action = AuditAction.EvidenceObserved.Code();
        var subjects = ids.Select(id => id.ToString("D")).ToArray();
        _told = (await (
            from entry in _db.Set<AuditEntry>()
            where entry.SubjectType == "evidence" && subjects.Contains(entry.SubjectId) && entry.Action == action
            join d in _db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
            from detail in details.DefaultIfEmpty()
            orderby entry.Sequence
            select new Told(entry.SubjectId, entry.Sequence, detail == null ? null : detail.DetailJson)).ToListAsync(cancellationToken)).ToLookup(t => t.Subject);
    }

    /// <summary>Its own columns and its control links, against the entry that brought it in.</summary>
    private AuditFault? EvidenceFault(EvidenceRecord piece)
    {
        var first = _told[piece.Id.ToString("D")].FirstOrDefault();
        if (first is null)
        {
            return Fault(null, piece, "an entry about this evidence", "none");
        }

        if (first.Detail is null)
        {
            // Retention took the detail; observations and payload are still held together by the fingerprint.
            return null;
        }

        var promised = (string?)JsonNode.Parse(first.Detail)![EvidenceStatement.EvidenceDigest];
        var found = EvidenceStatement.DigestOf(piece, _links[piece.Id]);
        return promised == found ? null : Fault(first.Sequence, piece, promised ?? "a digest of the evidence", found);
    }

    /// <summary>Every observation against its own entry, word for word; none without an entry, no entry without one.</summary>
    private AuditFault? ObservationFault(EvidenceRecord piece)
    {
        var rows = _observations[piece.Id].ToDictionary(o => o.Id.ToString("D"));
        var purged = 0;
        foreach (var told in _told[piece.Id.ToString("D")])
        {
            if (told.Detail is null)
            {
                purged++;
                continue;
            }

            var promised = JsonNode.Parse(told.Detail)!;
            if (!rows.Remove((string?)promised["observation"] ?? "", out var row))
            {
                if (told.Sequence >= _size)
                {
                    // Written after the rows were read.
                    continue;
                }

                return Fault(told.Sequence, piece, $"observation {promised["observation"]}", "none");
            }

            var found = CanonicalJson.Canonicalize(EvidenceStatement.Of(row, piece.Fingerprint, (string?)promised[EvidenceStatement.EvidenceDigest]));
            if (!found.AsSpan().SequenceEqual(told.Detail))
            {
                return Fault(told.Sequence, piece, Encoding.UTF8.GetString(told.Detail), Encoding.UTF8.GetString(found));
            }
        }

        return rows.Count <= purged ? null : Fault(null, piece, "an entry about each observation", $"none about {rows.Keys.First()}");
    }

    /// <summary>The payload against the fingerprint, and the population against the payload.</summary>
    private async Task<AuditFault?> PayloadFaultAsync(EvidenceRecord piece, CancellationToken cancellationToken)
    {
        if (!_payloads.TryGetValue(piece.Id, out var canonical))
        {
            // The fingerprint still says what it was. A purge that the log tells of excuses it, until it was seen again: then it came back.
            return _purges.Excuses(piece.Id, _told[piece.Id.ToString("D")].LastOrDefault(t => t.Sequence < _size)?.Sequence ?? -1) ? await StrayMembersAsync(piece, cancellationToken) : Fault(null, piece, "a payload", "none");
        }

        var fingerprint = Fingerprint.OfCanonical(piece.Kind, piece.SchemaVersion, piece.Subject, canonical);
        if (!fingerprint.AsSpan().SequenceEqual(piece.Fingerprint))
        {
            return Fault(null, piece, Fingerprint.Hex(piece.Fingerprint), Fingerprint.Hex(fingerprint));
        }

        var promised = JsonNode.Parse(canonical)!["population"];
        var members = _db.Set<PopulationRow>().Where(p => p.EvidenceId == piece.Id);
        if (promised is null)
        {
            return await StrayMembersAsync(piece, cancellationToken);
        }

        using var digest = new PopulationDigest();
        await foreach (var member in members.OrderBy(p => p.Pseudonym).ThenBy(p => p.Date).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            digest.Add(member.Pseudonym, member.Date, member.Disposition);
        }

        var found = digest.ToJson();
        return JsonNode.DeepEquals(promised, found) ? null : Fault(null, piece, promised.ToJsonString(), found.ToJsonString());
    }

    private async Task<AuditFault?> StrayMembersAsync(EvidenceRecord piece, CancellationToken cancellationToken) =>
        await _db.Set<PopulationRow>().AnyAsync(p => p.EvidenceId == piece.Id, cancellationToken) ? Fault(null, piece, "no population", "members") : null;

    private static AuditFault Fault(long? sequence, EvidenceRecord piece, string expected, string found) =>
        new(AuditFaultKind.VouchedRow, sequence, expected, $"evidence {piece.Id:D}: {found}");

    private sealed record Told(string Subject, long Sequence, byte[]? Detail);
}
