using Microsoft.Extensions.DependencyInjection;

namespace Portal.Compliance.Frameworks;

/// <summary>The slice's one door. Needs the connectors' catalogue and the organization's events.</summary>
public static class FrameworksRegistration
{
    public static IServiceCollection AddFrameworks(this IServiceCollection services)
    {
        services.AddScoped<ListFrameworks>().AddScoped<ViewFrameworkRules>();
        services.AddScoped<AdoptFramework>().AddScoped<DropFramework>();
        services.AddScoped<ScopeControl>().AddScoped<ChangeRequirement>().AddScoped<ConfirmRung>();
        return services;
    }
}
