using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Retention;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Evidence.Verification;

/// <summary>
/// Holds every row of evidence against the entries that vouch for it, after the log itself was found intact. It reads piece by piece and
/// stops at the first fault: a row that was changed, is gone, or has no entry.
/// </summary>
internal static class EvidenceAudit
{
    private const int BatchSize = 40;

    /// <param name="side">A second context of the organization: the first one keeps the list of evidence open.</param>
    /// <param name="purges">What the log says that purges took.</param>
    /// <param name="size">Entries that were verified; what others append meanwhile is not looked for.</param>
    public static async Task<AuditFault?> ExecuteAsync(
        PortalDbContext db, PortalDbContext side, PurgesTold purges, long size, CancellationToken cancellationToken)
    {
        try
        {
            return await OrphansAsync(side, cancellationToken) ?? await EveryPieceAsync(db, side, purges, size, cancellationToken);
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or ArgumentException
            or System.Text.Json.JsonException or Platform.Text.CanonicalJsonException)
        {
            return new AuditFault(AuditFaultKind.Unreadable, null, "rows of evidence that can be read", e.Message);
        }
    }

    private static async Task<AuditFault?> EveryPieceAsync(
        PortalDbContext db, PortalDbContext side, PurgesTold purges, long size, CancellationToken cancellationToken)
    {
        var action = AuditAction.EvidenceObserved.Code();
        var promised = await side.Set<AuditEntry>().LongCountAsync(e => e.Action == action && e.Sequence < size, cancellationToken);
        var found = 0L;
        var batch = new List<EvidenceRecord>(BatchSize);
        await foreach (var evidence in db.Set<EvidenceRecord>().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            batch.Add(evidence);
            if (batch.Count == BatchSize)
            {
                var (fault, entries) = await EvidenceBatch.CheckAsync(side, batch, purges, size, cancellationToken);
                if (fault is not null)
                {
                    return fault;
                }

                found += entries;
                batch.Clear();
            }
        }

        var (last, rest) = await EvidenceBatch.CheckAsync(side, batch, purges, size, cancellationToken);
        return last ?? (found + rest == promised ? null
            : new AuditFault(AuditFaultKind.VouchedRow, null, $"evidence behind {promised} entries", $"behind {found + rest}"));
    }

    /// <summary>Rows whose evidence is not there: foreign keys forbid them, but whoever drops triggers can also switch those off.</summary>
    private static async Task<AuditFault?> OrphansAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var evidence = db.Set<EvidenceRecord>();
        var table = await db.Set<EvidencePayload>().AnyAsync(p => !evidence.Any(e => e.Id == p.EvidenceId), cancellationToken) ? "payload"
            : await db.Set<PopulationRow>().AnyAsync(p => !evidence.Any(e => e.Id == p.EvidenceId), cancellationToken) ? "population"
            : await db.Set<Observation>().AnyAsync(p => !evidence.Any(e => e.Id == p.EvidenceId), cancellationToken) ? "observation"
            : await db.Set<EvidenceControl>().AnyAsync(p => !evidence.Any(e => e.Id == p.EvidenceId), cancellationToken) ? "control link"
            : null;
        if (table is not null)
        {
            return new AuditFault(AuditFaultKind.VouchedRow, null, $"evidence behind each {table}", "none");
        }

        // A purge takes a sealed vendor id only with the last member it belongs to.
        var unsealed = await (
            from member in db.Set<PopulationRow>()
            join piece in evidence on member.EvidenceId equals piece.Id
            where !db.Set<SealedSubject>().Any(s => s.ConnectionId == piece.ConnectionId && s.Pseudonym == member.Pseudonym)
            select (Guid?)piece.Id).FirstOrDefaultAsync(cancellationToken);
        return unsealed is null ? null
            : new AuditFault(AuditFaultKind.VouchedRow, null, "a sealed vendor id behind each member", $"evidence {unsealed:D}: a member without one");
    }
}
