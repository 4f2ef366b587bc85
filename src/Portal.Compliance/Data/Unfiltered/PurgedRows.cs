using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// Deletes what a permit in the same transaction lets go; the triggers refuse everything else. The tenant filter still stands in each delete.
/// </summary>
internal static class PurgedRows
{
    private const int Chunk = 500;

    /// <exception cref="InvalidOperationException">Other rows went than were recorded; the transaction must not be committed.</exception>
    public static async Task DeleteEvidenceAsync(PortalDbContext db, IReadOnlyList<Guid> evidence, int members, CancellationToken cancellationToken)
    {
        var population = await db.Set<PopulationRow>().Where(p => evidence.Contains(p.EvidenceId)).ExecuteDeleteAsync(cancellationToken);
        var payloads = await db.Set<EvidencePayload>().Where(p => evidence.Contains(p.EvidenceId)).ExecuteDeleteAsync(cancellationToken);
        Expect(evidence.Count, payloads);
        Expect(members, population);
    }

    /// <inheritdoc cref="DeleteEvidenceAsync"/>
    public static async Task DeleteDetailsAsync(PortalDbContext db, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        foreach (var chunk in sequences.Chunk(Chunk))
        {
            Expect(chunk.Length, await db.Set<AuditDetail>().Where(d => chunk.Contains(d.Sequence)).ExecuteDeleteAsync(cancellationToken));
        }
    }

    /// <summary>Sealed vendor ids of a connection that no population but these refers to. Called before the populations go.</summary>
    public static Task<int> DeleteSubjectsAsync(PortalDbContext db, Guid connectionId, IReadOnlyList<Guid> evidence, CancellationToken cancellationToken) =>
        db.Set<SealedSubject>().Where(s => s.ConnectionId == connectionId
            && db.Set<PopulationRow>().Any(p => evidence.Contains(p.EvidenceId) && p.Pseudonym == s.Pseudonym)
            && !db.Set<EvidenceRecord>().Any(e => e.ConnectionId == connectionId && !evidence.Contains(e.Id)
                && db.Set<PopulationRow>().Any(p => p.EvidenceId == e.Id && p.Pseudonym == s.Pseudonym)))
            .ExecuteDeleteAsync(cancellationToken);

    private static void Expect(int recorded, int gone)
    {
        if (recorded != gone)
        {
            throw new InvalidOperationException($"{recorded} rows were recorded as purged, but {gone} went.");
        }
    }
}
