using Portal.Web.Shell;

namespace Portal.Web.Features.Alerts;

internal static class AlertsFeature
{
    /// <summary>Banners under the app bar, and the count beside the navigation's entry.</summary>
    public static IServiceCollection AddAlertsFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots.AddBanner<CauseBanners>().AddBadge<AlertsBadge>("alerts"));
}
