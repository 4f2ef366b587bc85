using Microsoft.EntityFrameworkCore;
using Portal.Platform;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Data;

/// <summary>
/// The scope's door to its organization's rows. Contexts are made per operation and never pooled. Public so that public use cases can
/// ask for it; it opens for this project only.
/// </summary>
public sealed class TenantDatabase
{
    private readonly DbContextOptions<PortalDbContext> _options;
    private readonly TenantScope _scope;
    private readonly ProductClock _clock;

    internal TenantDatabase(DbContextOptions<PortalDbContext> options, TenantScope scope, ProductClock clock) =>
        (_options, _scope, _clock) = (options, scope, clock);

    /// <summary>A context for reading. Dispose it when the operation ends.</summary>
    /// <exception cref="InvalidOperationException">The scope has no organization.</exception>
    internal PortalDbContext Open()
    {
        var context = new PortalDbContext(_options, _scope.OrganizationId);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>Opens a write: one transaction for the change and its audit entries.</summary>
    internal async Task<TenantWork> BeginAsync(CancellationToken cancellationToken)
    {
        var context = new PortalDbContext(_options, _scope.OrganizationId);
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            return new TenantWork(context, transaction, _scope, _clock);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    internal Guid NewId() => Ids.New(_clock);
}
