using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Features.Frameworks;

internal static class FrameworksFeature
{
    public const string Settings = "settings/frameworks";

    public static IServiceCollection AddFrameworksFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots.AddSettings<FrameworksText>(Settings, "Tab", Permission.ManageFrameworks));
}
