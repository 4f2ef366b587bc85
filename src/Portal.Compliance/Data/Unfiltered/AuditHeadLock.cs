using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>Takes the row lock on an organization's audit head by touching it. The tenant filter still applies.</summary>
internal static class AuditHeadLock
{
    public static Task TakeAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        db.Set<AuditHead>().ExecuteUpdateAsync(head => head.SetProperty(h => h.Size, h => h.Size), cancellationToken);
}
