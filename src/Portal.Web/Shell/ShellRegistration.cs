using Portal.Web.Components;

namespace Portal.Web.Shell;

internal static class ShellRegistration
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddCascadingAuthenticationState();
        services.AddOptions<ShellSlots>();
        services.AddScoped<BrowserPage>();
        services.AddScoped<ThemeSwitch>();
        services.AddScoped<Ticker>();
        return services;
    }
}
