using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>Whose vendor id a connection has sealed already: on most days, of nearly everybody.</summary>
internal static class KnownSubjects
{
    private const int Asked = 10_000;

    public static async Task<HashSet<string>> AmongAsync(
        PortalDbContext db, Guid connectionId, IReadOnlyCollection<string> pseudonyms, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var subjects = db.Set<SealedSubject>().Where(s => s.ConnectionId == connectionId);
        if (pseudonyms.Count == 0 || !await subjects.AnyAsync(cancellationToken))
        {
            return known;
        }

        foreach (var asked in pseudonyms.Chunk(Asked))
        {
            // One parameter, not one each: SQLite looks every name up in the list of all of them.
            known.UnionWith(await subjects.Where(s => EF.Parameter(asked).Contains(s.Pseudonym)).Select(s => s.Pseudonym).ToListAsync(cancellationToken));
        }

        return known;
    }
}
