using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// Takes the row lock on an organization's audit head by touching it. The tenant filter still applies. Before the very first entry there is
/// no head: then the organization's own row is locked instead, so that two first entries do not both make one.
/// </summary>
internal static class AuditHeadLock
{
    public static async Task TakeAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        if (await TouchAsync(db, cancellationToken) > 0 || db.Database.IsSqlite())
        {
            return;
        }

        await db.Database.ExecuteSqlRawAsync("UPDATE \"Organizations\" SET \"Name\" = \"Name\" WHERE \"Id\" = {0}", [db.OrganizationId], cancellationToken);
        await TouchAsync(db, cancellationToken);
    }

    private static Task<int> TouchAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        db.Set<AuditHead>().ExecuteUpdateAsync(head => head.SetProperty(h => h.Size, h => h.Size), cancellationToken);
}
