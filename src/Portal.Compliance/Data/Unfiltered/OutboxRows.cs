using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>Takes kept promises out of the outbox, many at once. The tenant filter still applies.</summary>
internal static class OutboxRows
{
    private const int Chunk = 500;

    public static async Task DeleteAsync(PortalDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(Chunk))
        {
            await db.Set<OutboxMessage>().Where(m => chunk.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
