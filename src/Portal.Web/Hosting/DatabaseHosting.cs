using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Web.Hosting;

/// <summary>The product itself: clock, database, keys and every slice's use cases.</summary>
internal static class DatabaseHosting
{
    public static void AddPortalDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new ProductClock(s.GetRequiredService<TimeProvider>()));
        services.TryAddScoped<TenantScope>();
        services.TryAddSingleton<OrganizationEvents>();
        services.AddComplianceData(builder.Configuration);
        services.AddPlatformSecrets();
        services.AddLocalKeyRing(ring => ring.DatabaseDirectory = DatabaseFolder(builder.Configuration));
        services.AddOrganizations();
    }

    /// <summary>The key ring refuses to live beside the rows it protects.</summary>
    private static string? DatabaseFolder(IConfiguration configuration)
    {
        try
        {
            var file = new SqliteConnectionStringBuilder(configuration["Database:ConnectionString"]).DataSource;
            return file.Length > 0 ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
        }
        catch (ArgumentException)
        {
            // Not a SQLite connection string: nothing embedded, or a fault that the database's own check names.
            return null;
        }
    }
}
