using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Triggers;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data;

/// <summary>
/// Everything one organization owns. It cannot be made without an organization; every entity is filtered by it, and
/// <see cref="TenantGuard"/> refuses to save a row of any other.
/// </summary>
internal sealed class PortalDbContext(DbContextOptions<PortalDbContext> options, Guid organizationId) : DbContext(options)
{
    /// <summary>Name of the query filter that every tenant-owned entity carries.</summary>
    public const string TenantFilter = "Tenant";

    /// <summary>An instance member on purpose: EF Core reads it per context. A filter over a local would be baked into the cached model.</summary>
    public Guid OrganizationId { get; } = organizationId != Guid.Empty
        ? organizationId
        : throw new ArgumentException("A tenant context needs an organization.", nameof(organizationId));

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => ModelConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        TenantModel.Configure(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            AddFilter.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        }

        if (Database.IsSqlServer())
        {
            TableTriggers.DeclareForSqlServer(modelBuilder);
        }
    }

    private static readonly MethodInfo AddFilter =
        typeof(PortalDbContext).GetMethod(nameof(Filter), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private void Filter<T>(ModelBuilder modelBuilder)
        where T : class, ITenantOwned
    {
        Expression<Func<T, bool>> own = row => row.OrganizationId == OrganizationId;
        modelBuilder.Entity<T>().HasQueryFilter(TenantFilter, own);
    }
}
