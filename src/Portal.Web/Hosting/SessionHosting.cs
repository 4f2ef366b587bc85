using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Platform.Tenancy;
using Portal.Web.Session;

namespace Portal.Web.Hosting;

internal static class SessionHosting
{
    public static void AddPortalSession(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddScoped<TenantScope>();
        builder.Services.AddSingleton<TenantRules>();
        builder.Services.AddSingleton<SessionStates>();
        builder.Services.AddScoped<SignInDoor>();
        builder.Services.AddScoped<CircuitPerson>();
    }

    public static void UseOrganization(this WebApplication app) => app.UseMiddleware<OrganizationMiddleware>();
}
