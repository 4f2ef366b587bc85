using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Portal.Web.Components;

public enum ChecklistState { Waiting, Running, Done, Warning, Failed, Skipped, Stopped }

/// <param name="Key">Stable within the list.</param>
/// <param name="Detail">What came of it, in a few words: counts, no names.</param>
public sealed record ChecklistItem(string Key, string Title, ChecklistState State, string? Detail = null)
{
    internal Tone Tone => State switch
    {
        ChecklistState.Waiting => Tone.Muted,
        ChecklistState.Running => Tone.Progress,
        ChecklistState.Done => Tone.Success,
        ChecklistState.Warning => Tone.Warning,
        ChecklistState.Failed => Tone.Danger,
        ChecklistState.Skipped => Tone.Muted,
        ChecklistState.Stopped => Tone.Muted,
    };

    internal string Icon => State switch
    {
        ChecklistState.Waiting => Icons.Material.Outlined.RadioButtonUnchecked,
        ChecklistState.Running => Icons.Material.Outlined.Autorenew,
        ChecklistState.Skipped => Icons.Material.Outlined.RemoveCircleOutline,
        ChecklistState.Stopped => Icons.Material.Outlined.StopCircle,
        _ => Status.IconOf(Tone),
    };
}

/// <summary>Steps of something that runs now, or ran: the same view.</summary>
public sealed partial class Checklist
{
    private IReadOnlyList<ChecklistItem> _before = [];
    private string _said = "";

    [Parameter, EditorRequired] public IReadOnlyList<ChecklistItem> Items { get; set; } = [];

    /// <summary>Name of the progress bar: "Connection test".</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>More below an item: the controls it serves, how to fix it.</summary>
    [Parameter] public RenderFragment<ChecklistItem>? ItemContent { get; set; }

    [Inject] private IStringLocalizer<ComponentsText> Loc { get; set; } = null!;

    private bool IsRunning => Items.Any(i => i.State is ChecklistState.Running);

    private int Finished => Items.Count(i => i.State is not (ChecklistState.Waiting or ChecklistState.Running or ChecklistState.Stopped));

    protected override void OnParametersSet()
    {
        var changed = Items.LastOrDefault(i => i.State is not ChecklistState.Waiting
            && _before.FirstOrDefault(b => b.Key == i.Key) is var old && old?.State != i.State);
        if (changed is not null)
        {
            _said = $"{changed.Title}: {Loc[$"Checklist{changed.State}"]}. {changed.Detail}";
        }

        _before = Items;
    }
}
