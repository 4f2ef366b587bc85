using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Features.Organizations;

internal static class OrganizationsFeature
{
    public const string Settings = "settings";
    public const string Members = "settings/members";

    public static IServiceCollection AddOrganizationsFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots
            .AddSettings<OrganizationsText>(Settings, "TabOrganization", Permission.Read)
            .AddSettings<OrganizationsText>(Members, "TabMembers", Permission.Read));
}
