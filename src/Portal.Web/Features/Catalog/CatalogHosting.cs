using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Features.Catalog;

internal static class CatalogHosting
{
    /// <summary>The catalogue under its second name, for people who look for it in the settings.</summary>
    public const string Integrations = "settings/integrations";

    public static void AddPortalCatalog(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<ContactOptions>(builder.Configuration.GetSection("Contact"));
        builder.Services.Configure<ShellSlots>(slots => slots.AddSettings<CatalogText>(Integrations, "TabIntegrations", Permission.Read));
    }
}
