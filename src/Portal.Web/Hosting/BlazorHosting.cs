using MudBlazor;
using MudBlazor.Services;
using Portal.Web.Shell;

namespace Portal.Web.Hosting;

/// <summary>Interactive Server for the whole router, without prerendering; sign-in, chooser and error pages are static.</summary>
internal static class BlazorHosting
{
    public static void AddPortalBlazor(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DetailedErrors = builder.Environment.IsDevelopment();
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.PreventDuplicates = true;
            mud.SnackbarConfiguration.VisibleStateDuration = 8000;
        });
        builder.Services.AddShell();
    }

    public static void MapPortalBlazor(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // Our own header already says frame-ancestors 'none'; Blazor's would add a second, weaker one.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }
}
