using MudBlazor;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Web.Components;

namespace Portal.Web.Features.Connections;

/// <summary>Colour and icon shape of every state, in one place; the word beside them comes from the resx.</summary>
internal static class StateLooks
{
    public static (Tone Tone, string Icon) Of(ConnectionState state) => state switch
    {
        ConnectionState.Active => (Tone.Success, Icons.Material.Outlined.CheckCircle),
        ConnectionState.Paused => (Tone.Neutral, Icons.Material.Outlined.PauseCircle),
        ConnectionState.NeedsReauth => (Tone.Danger, Icons.Material.Outlined.KeyOff),
        ConnectionState.Revoking => (Tone.Warning, Icons.Material.Outlined.HourglassTop),
        ConnectionState.Revoked => (Tone.Neutral, Icons.Material.Outlined.LinkOff),
    };

    public static (Tone Tone, string Icon) Of(Freshness freshness) => freshness switch
    {
        Freshness.Fresh => (Tone.Success, Icons.Material.Outlined.Schedule),
        Freshness.DueSoon => (Tone.Warning, Icons.Material.Outlined.Update),
        Freshness.Stale => (Tone.Danger, Icons.Material.Outlined.HistoryToggleOff),
        Freshness.NeverCollected => (Tone.Neutral, Icons.Material.Outlined.RemoveCircleOutline),
    };

    public static (Tone Tone, string Icon) Of(RunState state) => state switch
    {
        RunState.Queued => (Tone.Progress, Icons.Material.Outlined.Schedule),
        RunState.Running => (Tone.Progress, Icons.Material.Outlined.Sync),
        RunState.Succeeded => (Tone.Success, Icons.Material.Outlined.CheckCircle),
        RunState.Limited => (Tone.Warning, Icons.Material.Outlined.RuleFolder),
        RunState.Quarantined => (Tone.Warning, Icons.Material.Outlined.GppMaybe),
        RunState.Failed => (Tone.Danger, Icons.Material.Outlined.ErrorOutline),
        RunState.Cancelled => (Tone.Neutral, Icons.Material.Outlined.Cancel),
        RunState.Abandoned => (Tone.Danger, Icons.Material.Outlined.PowerOff),
    };

    public static (Tone Tone, string Icon) Of(EvidenceResult result) => result switch
    {
        EvidenceResult.Satisfied => (Tone.Success, Icons.Material.Outlined.CheckCircle),
        EvidenceResult.NotSatisfied => (Tone.Danger, Icons.Material.Outlined.ErrorOutline),
        EvidenceResult.Inconclusive => (Tone.Warning, Icons.Material.Outlined.HelpOutline),
        EvidenceResult.NotAvailable => (Tone.Neutral, Icons.Material.Outlined.RemoveCircleOutline),
    };

    public static ChecklistState ChecklistOf(StepState state) => state switch
    {
        StepState.Waiting => ChecklistState.Waiting,
        StepState.Running => ChecklistState.Running,
        StepState.Done => ChecklistState.Done,
        StepState.Warned => ChecklistState.Warning,
        StepState.Failed => ChecklistState.Failed,
    };

    /// <param name="capability">Something the key can or cannot read.</param>
    /// <returns>Look, and the resx key of the word.</returns>
    public static (Tone Tone, string Icon, string Word) Of(Capability capability) => capability switch
    {
        { Visible: true, Needed: true } => (Tone.Success, Icons.Material.Outlined.CheckCircle, "CapabilityReadable"),
        { Visible: true, Needed: false } => (Tone.Warning, Icons.Material.Outlined.WarningAmber, "CapabilityExtra"),
        { Visible: false, Needed: true } => (Tone.Danger, Icons.Material.Outlined.VisibilityOff, "CapabilityMissing"),
        { Visible: false, Needed: false } => (Tone.Neutral, Icons.Material.Outlined.RemoveCircleOutline, "CapabilityUnneeded"),
    };
}
