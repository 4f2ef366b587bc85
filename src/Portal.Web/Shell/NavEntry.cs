using MudBlazor;
using Portal.Platform.Authorization;

namespace Portal.Web.Shell;

/// <summary>One entry of the navigation. Nobody is offered a place they may not enter.</summary>
/// <param name="Path">Below the organization; empty for the dashboard.</param>
internal sealed record NavEntry(string Path, string TextKey, string Icon, bool BeginsGroup, params Permission[] AnyOf)
{
    public static readonly IReadOnlyList<NavEntry> All =
    [
        new("", "NavCoverage", Icons.Material.Outlined.DonutLarge, false, Permission.Read),
        new("alerts", "NavAlerts", Icons.Material.Outlined.NotificationsNone, false, Permission.Read),
        new("evidence", "NavEvidence", Icons.Material.Outlined.FactCheck, false, Permission.Read),
        new("connections", "NavConnections", Icons.Material.Outlined.Cable, true, Permission.Read),
        new("catalog", "NavCatalogue", Icons.Material.Outlined.GridView, false, Permission.Read),
        new("audit-log", "NavAuditLog", Icons.Material.Outlined.ReceiptLong, true, Permission.ReadAuditLog),
        new("settings", "NavSettings", Icons.Material.Outlined.Settings, false, Permission.ManageOrganization, Permission.ManageFrameworks),
    ];

    public bool MaySee(Actor actor) => AnyOf.Any(actor.May);
}
