using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.Providers.Sqlite;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>How a world opens contexts: as the product does, or with a part taken out.</summary>
internal sealed class Doors(TestDatabase database, DbContextOptions<PortalDbContext> options)
{
    public TestDatabase Database => database;

    public PortalDbContext Open(Tenant tenant) => new(options, tenant.OrganizationId);

    /// <summary>As the product opens them. No twin listens, and SQLite does not wait for the disk: a hundred thousand operations are to come.</summary>
    public static Doors Of(TestDatabase database) => new(database, Options(database));

    public static Doors WithModel<TCustomizer>(TestDatabase database)
        where TCustomizer : Microsoft.EntityFrameworkCore.Infrastructure.IModelCustomizer =>
        new(database, new DbContextOptionsBuilder<PortalDbContext>(Options(database))
            .ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCustomizer, TCustomizer>().Options);

    /// <summary>With these interceptors and no others.</summary>
    public static Doors Only(TestDatabase database, params IInterceptor[] interceptors)
    {
        var builder = new DbContextOptionsBuilder<PortalDbContext>();
        _ = database.Engine switch
        {
            DatabaseEngine.Sqlite => builder.UseSqlite(database.ConnectionString),
            DatabaseEngine.PostgreSql => builder.UseNpgsql(database.ConnectionString),
            _ => throw new NotSupportedException(database.Engine.ToString()),
        };
        return new(database, builder.AddInterceptors(interceptors).Options);
    }

    public static Task<TestDatabase> CreateAsync(DatabaseEngine engine) => TestDatabase.CreateAsync(engine, services =>
    {
        services.AddSingleton(s => Hurried(s.GetRequiredService<DatabaseProvider>()).Options<PortalDbContext>());
        services.AddSingleton(s => Hurried(s.GetRequiredService<DatabaseProvider>()).Options<DirectoryDbContext>());
    });

    public static SqlitePragmas Pragmas() => new() { Hurried = true };

    private static DbContextOptions<PortalDbContext> Options(TestDatabase database) => database.Services.GetRequiredService<DbContextOptions<PortalDbContext>>();

    private static DatabaseProvider Hurried(DatabaseProvider provider)
    {
        provider.Pragmas.Hurried = true;
        return provider;
    }
}
