using MudBlazor;
using Portal.Compliance.Coverage.Calculation;
using Portal.Web.Components;

namespace Portal.Web.Features.Coverage;

/// <summary>Colour and icon shape of every coverage state, in one place; the word beside them comes from the resx.</summary>
internal static class CoverageLooks
{
    public static (Tone Tone, string Icon) Of(ControlState state) => state switch
    {
        ControlState.Covered => (Tone.Success, Icons.Material.Filled.CheckCircle),
        ControlState.Degraded => (Tone.Warning, Icons.Material.Filled.Warning),
        ControlState.Uncovered => (Tone.Danger, Icons.Material.Outlined.DoNotDisturbOn),
        ControlState.Failing => (Tone.Danger, Icons.Material.Filled.Dangerous),
        ControlState.Manual => (Tone.Muted, Icons.Material.Outlined.PanTool),
    };

    public static (Tone Tone, string Icon) Of(RequirementState state) => state switch
    {
        RequirementState.Fresh => (Tone.Success, Icons.Material.Filled.CheckCircle),
        RequirementState.DueSoon => (Tone.Info, Icons.Material.Outlined.Update),
        RequirementState.Inconclusive => (Tone.Warning, Icons.Material.Outlined.HelpOutline),
        RequirementState.Stale => (Tone.Danger, Icons.Material.Outlined.HistoryToggleOff),
        RequirementState.NotCollected => (Tone.Neutral, Icons.Material.Outlined.DoNotDisturbOn),
        RequirementState.Failing => (Tone.Danger, Icons.Material.Filled.Dangerous),
    };

    /// <summary>Class of a segment in the bar and the strip; colour only repeats what the words beside it say.</summary>
    public static string ClassOf(ControlState state) => $"cov-{state.ToString().ToLowerInvariant()}";
}
