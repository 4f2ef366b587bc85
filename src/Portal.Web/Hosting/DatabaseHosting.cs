using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Web.Hosting;

/// <summary>The product itself: clock, database, sealing and every slice's use cases.</summary>
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
        services.AddOrganizations();
    }
}
