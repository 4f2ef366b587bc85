using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Data;

public static class DataRegistration
{
    /// <summary>
    /// The database: options from the <c>Database</c> section (checked at start), contexts per operation, migrations by
    /// <see cref="DatabaseStart"/>. The host gives the tenant scope and the product clock.
    /// </summary>
    public static IServiceCollection AddComplianceData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<DatabaseOptions>>(s => new DatabaseOptionsCheck(s.GetService<IHostEnvironment>()));
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateOnStart();
        services.AddSingleton(s => new DatabaseProvider(s.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton(s => s.GetRequiredService<DatabaseProvider>().Options<PortalDbContext>());
        services.AddSingleton(s => s.GetRequiredService<DatabaseProvider>().Options<DirectoryDbContext>());
        services.AddScoped(s => new TenantDatabase(
            s.GetRequiredService<DbContextOptions<PortalDbContext>>(), s.GetRequiredService<TenantScope>(), s.GetRequiredService<ProductClock>()));
        services.AddSingleton<DirectoryDatabase>();
        services.AddSingleton(s => new HurriedWrites(s.GetRequiredService<DatabaseProvider>()));
        services.AddSingleton(s => new DatabaseStart(s.GetRequiredService<DatabaseProvider>(), s.GetRequiredService<ILogger<DatabaseStart>>()));
        return services;
    }
}
