namespace Portal.Web.Features.Catalog;

internal static class CatalogHosting
{
    /// <summary>The catalogue's one setting: whom to talk to before connecting.</summary>
    public static void AddPortalCatalog(this WebApplicationBuilder builder) =>
        builder.Services.Configure<ContactOptions>(builder.Configuration.GetSection("Contact"));
}
