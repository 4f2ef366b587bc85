using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
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
        services.AddScoped(s => new EndSession(s.Directory(), s.Clock(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped(s => new EndEverySession(s.Directory(), s.Clock(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new CheckSession(s.Directory(), s.Clock(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped(s => new KnowMemberships(s.Directory()));
        services.AddScoped(s => new SeedMembership(s.Directory(), s.Options(), s.Clock()));
        services.AddScoped(s => new RestrictMemberships(s.Directory(), s.Options(), s.Clock()));
        services.AddScoped(s => new InvitePerson(s.Scope(), s.Tenant(), s.Directory()));
        services.AddScoped(s => new ListInvitations(s.Scope(), s.Directory(), s.Clock()));
        services.AddScoped(s => new RevokeInvitation(s.Scope(), s.Tenant(), s.Directory()));
        services.AddScoped(s => new ViewInvitation(s.Directory(), s.Clock()));
        services.AddScoped(s => new AcceptInvitation(s.Directory(), s.Options(), s.Clock()));
        services.AddScoped(s => new ListOrganizations(s.Directory()));
        services.AddScoped(s => new OpenOrganization(s.Directory()));
        services.AddScoped(s => new ProbeDirectory(s.Directory()));
        services.AddSingleton(s => new InstallationSettings(s.Directory()));
        services.AddScoped(s => new EnterOrganization(s.Scope(), s.Tenant(), s.Directory(), s.GetRequiredService<EnteredSessions>()));
        services.AddScoped(s => new CreateOrganization(
            s.Directory(), s.Options(), s.GetRequiredService<OrganizationKeys>(), s.Clock()));
        services.AddScoped(s => new UpdateOrganization(s.Scope(), s.Tenant(), s.Directory()));
        services.AddScoped(s => new ListMembers(s.Scope(), s.Directory()));
        services.AddScoped(s => new AddMember(s.Scope(), s.Tenant(), s.Directory(), s.Clock()));
        services.AddScoped(s => new ChangeMemberRole(s.Scope(), s.Tenant(), s.Directory()));
        services.AddScoped(s => new RemoveMember(s.Scope(), s.Tenant(), s.Directory()));
        services.AddScoped(s => new KnowPerson(s.Directory(), s.Clock()));
        return services;
    }

    private static DirectoryDatabase Directory(this IServiceProvider services) => services.GetRequiredService<DirectoryDatabase>();

    private static TenantDatabase Tenant(this IServiceProvider services) => services.GetRequiredService<TenantDatabase>();

    private static DbContextOptions<PortalDbContext> Options(this IServiceProvider services) =>
        services.GetRequiredService<DbContextOptions<PortalDbContext>>();

    private static TenantScope Scope(this IServiceProvider services) => services.GetRequiredService<TenantScope>();

    private static ProductClock Clock(this IServiceProvider services) => services.GetRequiredService<ProductClock>();
}
