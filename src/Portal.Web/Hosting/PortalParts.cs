using Portal.Web.Demo;
using Portal.Web.Features.Alerts;
using Portal.Web.Features.AuditLog;
using Portal.Web.Features.Catalog;
using Portal.Web.Features.Evidence;
using Portal.Web.Features.Frameworks;
using Portal.Web.Features.Keys;
using Portal.Web.Features.Organizations;
using Portal.Web.Features.Retention;

namespace Portal.Web.Hosting;

/// <summary>The list of what the portal is made of, one line a concern.</summary>
internal static class PortalParts
{
    public static void AddPortalParts(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddPortalDatabase();
        builder.AddPortalProduct();
        builder.AddPortalSignIn();
        builder.AddPortalSession();
        builder.AddPortalSessionKeys();
        builder.AddPortalRateLimits();
        builder.AddPortalProxy();
        builder.AddPortalBlazor();
        builder.AddPortalLanguage();
        builder.AddPortalCatalog();
        builder.AddPortalHealth();
        builder.AddPortalDemo();
        builder.Services.AddAlertsFeature();
        builder.Services.AddAuditLogFeature();
        builder.Services.AddOrganizationsFeature();
        builder.Services.AddFrameworksFeature();
        builder.Services.AddKeysFeature();
        builder.Services.AddRetentionFeature();
    }

    public static void UsePortalPipeline(this WebApplication app)
    {
        app.UsePortalProxy();
        app.UsePortalErrors();
        app.UseSecurityHeaders();
        app.UseDemoProgress();
        app.UseOwnOriginOnly();
        app.UseRouting();
        app.UseRequestLocalization();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseOrganization();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapPortalHealth();
        app.MapPortalSignIn();
        app.MapEvidenceFeature();
        app.MapAuditLogFeature();
        app.MapPortalBlazor();
    }
}
