using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Retention;

/// <summary>
/// What the log itself says that purges took. Rows excuse nothing: whoever writes the database can make any row, but not an entry that the
/// head's root, and every checkpoint since, agree with.
/// </summary>
/// <param name="Details">Stretches of the log whose details went.</param>
/// <param name="Evidence">The last entry that says that a piece of evidence lost its payload.</param>
/// <param name="Fault">The first purge that was not whole, not under its rule, or whose rows say something else.</param>
internal sealed record PurgesTold(IReadOnlyList<PurgedDetails> Details, IReadOnlyDictionary<Guid, long> Evidence, AuditFault? Fault)
{
    /// <remarks>Entries are not verified here: nothing of this may be believed before the log was.</remarks>
    public static async Task<PurgesTold> ReadAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var told = new PurgeReading();
        try
        {
            // Length, rows, entries: then a purge within that length without its rows, and a row without its entries, is a fault even while others purge.
            var size = await db.Set<AuditHead>().Select(h => h.Size).SingleOrDefaultAsync(cancellationToken);
            var permits = await db.Set<PurgePermit>().OrderBy(p => p.Sequence).ToListAsync(cancellationToken);
            var records = await db.Set<EvidencePurge>().ToListAsync(cancellationToken);
            var freezes = await FreezeReading.RowsAsync(db, cancellationToken);
            var kept = PurgedDetails.Kept;
            var entries = from entry in db.Set<AuditEntry>()
                          where kept.Contains(entry.Action)
                          join d in db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
                          from detail in details.DefaultIfEmpty()
                          orderby entry.Sequence
                          select new { entry.Sequence, entry.At, entry.Action, entry.SubjectId, Detail = detail == null ? null : detail.DetailJson };
            await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                using var detail = entry.Detail is null ? null : JsonDocument.Parse(entry.Detail);
                told.Take(entry.Sequence, entry.At, entry.Action, entry.SubjectId, detail?.RootElement);
            }

            return told.Close(permits, records, freezes, size);
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or ArgumentException or JsonException or KeyNotFoundException)
        {
            return told.Broken(new AuditFault(AuditFaultKind.Unreadable, null, "purges that can be read", e.Message));
        }
    }

    /// <summary>Whether the payload of a piece of evidence is rightly gone: a purge took it after it was seen for the last time.</summary>
    public bool Excuses(Guid evidence, long lastSeen) => Evidence.TryGetValue(evidence, out var sequence) && sequence > lastSeen;
}
