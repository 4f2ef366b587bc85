using Microsoft.EntityFrameworkCore;
using Portal.Platform;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Data;

/// <summary>The scope's door to its organization's rows. Contexts are made per operation and never pooled.</summary>
internal sealed class TenantDatabase(DbContextOptions<PortalDbContext> options, TenantScope scope, ProductClock clock)
{
    /// <summary>A context for reading. Dispose it when the operation ends.</summary>
    /// <exception cref="InvalidOperationException">The scope has no organization.</exception>
    public PortalDbContext Open()
    {
        var context = new PortalDbContext(options, scope.OrganizationId);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>Opens a write: one transaction for the change and its audit entries.</summary>
    public async Task<TenantWork> BeginAsync(CancellationToken cancellationToken)
    {
        var context = new PortalDbContext(options, scope.OrganizationId);
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            return new TenantWork(context, transaction, scope, clock);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    public Guid NewId() => Ids.New(clock);
}
