using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Features.Keys;

internal static class KeysFeature
{
    public const string Settings = "settings/keys";
    public const string OffBoard = $"{Settings}/off-board";

    public static string Request(Guid id) => $"{Settings}/requests/{id:D}";

    public static IServiceCollection AddKeysFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots.AddSettings<KeysText>(Settings, "Tab", Permission.Read));
}
