using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Features.Retention;

internal static class RetentionFeature
{
    public const string Settings = "settings/retention";

    public static IServiceCollection AddRetentionFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots.AddSettings<RetentionText>(Settings, "Tab", Permission.Read));
}
