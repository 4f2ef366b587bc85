using MudBlazor;
using Portal.Compliance.Alerts;
using Portal.Web.Components;

namespace Portal.Web.Features.Alerts;

/// <summary>Tone and icon shape of every cause, in one place; the word beside them comes from the resx.</summary>
internal static class AlertLooks
{
    public static (Tone Tone, string Icon) Of(AlertCause cause) => cause switch
    {
        AlertCause.KeyRefused => (Tone.Danger, Icons.Material.Outlined.KeyOff),
        AlertCause.Stale => (Tone.Danger, Icons.Material.Outlined.HistoryToggleOff),
        AlertCause.Quarantined => (Tone.Warning, Icons.Material.Outlined.GppMaybe),
        AlertCause.SyncFailing => (Tone.Warning, Icons.Material.Outlined.SyncProblem),
        AlertCause.EvidenceFailing => (Tone.Danger, Icons.Material.Outlined.ErrorOutline),
        AlertCause.PermissionsShrank => (Tone.Warning, Icons.Material.Outlined.VisibilityOff),
    };
}
