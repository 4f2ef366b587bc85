using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data;

/// <summary>Refuses to save a row of any organization but the context's own. Composite keys and triggers refuse what goes round it.</summary>
internal sealed class TenantGuard : SaveChangesInterceptor
{
    public static readonly TenantGuard Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext? context)
    {
        if (context is not PortalDbContext portal)
        {
            return;
        }

        foreach (var entry in portal.ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
            {
                continue;
            }

            if (entry.Entity.OrganizationId != portal.OrganizationId)
            {
                throw new CrossTenantWriteException(entry.Metadata.ClrType.Name);
            }
        }
    }
}

/// <summary>A row of another organization was about to be written. Always a defect, never a person's mistake.</summary>
internal sealed class CrossTenantWriteException(string entity)
    : InvalidOperationException($"A {entity} of another organization was about to be written.");
