using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Connectors.Sdk;
using Portal.Platform.Text;
using Portal.Web.Components;

namespace Portal.Web.Features.Connections;

/// <summary>The steps of a run as last reported, with counts.</summary>
public sealed partial class RunSteps
{
    [Parameter, EditorRequired] public required IReadOnlyList<CollectionStep> Steps { get; set; }

    /// <summary>The run still works; a step that says "running" in a run that ended was where it broke off.</summary>
    [Parameter] public bool Live { get; set; }

    /// <summary>Somebody cancelled the run, or its process went away: where it broke off nothing failed.</summary>
    [Parameter] public bool Stopped { get; set; }

    private IReadOnlyList<ChecklistItem> Items => [.. Steps.Select(s => new ChecklistItem(s.Key, s.Title, StateOf(s), Detail(s)))];

    private ChecklistState StateOf(CollectionStep step) => StateLooks.ChecklistOf(step.State) switch
    {
        ChecklistState.Running when Stopped => ChecklistState.Stopped,
        ChecklistState.Running when !Live => ChecklistState.Failed,
        ChecklistState.Waiting when !Live => ChecklistState.Skipped,
        var state => state,
    };

    private string? Detail(CollectionStep step)
    {
        var count = step switch
        {
            { Done: { } done, Total: { } total } => Loc["StepCountOf", Number(done), Number(total)].Value,
            { Done: { } done } => Number(done),
            _ => null,
        };
        return string.Join(" · ", new[] { count, CodeWords.Of(step.Note ?? "") }.Where(part => part is { Length: > 0 })) is { Length: > 0 } detail ? detail : null;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
