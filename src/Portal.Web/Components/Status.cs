using MudBlazor;

namespace Portal.Web.Components;

/// <summary>How a state should feel. Never shown by colour alone.</summary>
public enum Tone { Neutral, Info, Success, Warning, Danger, Progress, Muted }

/// <summary>A state as people see it: a word, and a tone that brings a colour and an icon of its own shape.</summary>
/// <param name="Icon">A MudBlazor icon; the tone's own when null.</param>
public sealed record Status(string Word, Tone Tone, string? Icon = null)
{
    internal string Shape => Icon ?? IconOf(Tone);

    internal string Class => ClassOf(Tone);

    internal static string ClassOf(Tone tone) => tone switch
    {
        Tone.Neutral => "p-tone-neutral",
        Tone.Info => "p-tone-info",
        Tone.Success => "p-tone-success",
        Tone.Warning => "p-tone-warning",
        Tone.Danger => "p-tone-danger",
        Tone.Progress => "p-tone-progress",
        Tone.Muted => "p-tone-muted",
    };

    internal static string IconOf(Tone tone) => tone switch
    {
        Tone.Neutral => Icons.Material.Outlined.RadioButtonUnchecked,
        Tone.Info => Icons.Material.Outlined.Info,
        Tone.Success => Icons.Material.Filled.CheckCircle,
        Tone.Warning => Icons.Material.Filled.Warning,
        Tone.Danger => Icons.Material.Filled.Dangerous,
        Tone.Progress => Icons.Material.Outlined.Pending,
        Tone.Muted => Icons.Material.Outlined.RemoveCircleOutline,
    };
}
