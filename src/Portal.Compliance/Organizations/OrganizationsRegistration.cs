using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

public static class OrganizationsRegistration
{
    /// <summary>People, memberships and organizations: sign-in, the chooser, opening one, creating and changing one.</summary>
    public static IServiceCollection AddOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<EnteredSessions>();
        services.AddScoped(s => new SignInPerson(s.Directory(), s.Clock()));
        services.AddScoped(s => new RefuseSignIn(s.Directory(), s.Clock()));
        services.AddScoped(s => new EndSession(s.Directory(), s.Clock()));
        services.AddScoped(s => new ListOrganizations(s.Directory()));
        services.AddScoped(s => new OpenOrganization(s.Directory()));
        services.AddScoped(s => new ProbeDirectory(s.Directory()));
        services.AddScoped(s => new EnterOrganization(
            s.GetRequiredService<TenantScope>(), s.GetRequiredService<TenantDatabase>(), s.GetRequiredService<EnteredSessions>()));
        services.AddScoped(s => new CreateOrganization(
            s.Directory(), s.GetRequiredService<DatabaseProvider>(), s.GetRequiredService<DbContextOptions<PortalDbContext>>(),
            s.GetRequiredService<OrganizationKeys>(), s.Clock()));
        return services;
    }

    private static DirectoryDatabase Directory(this IServiceProvider services) => services.GetRequiredService<DirectoryDatabase>();

    private static ProductClock Clock(this IServiceProvider services) => services.GetRequiredService<ProductClock>();
}
