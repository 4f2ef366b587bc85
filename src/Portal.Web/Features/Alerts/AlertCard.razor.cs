using Microsoft.AspNetCore.Components;
using Portal.Compliance.Alerts;
using Portal.Platform.Results;
using Portal.Web.Components;

namespace Portal.Web.Features.Alerts;

/// <summary>One alert, and what a person may answer. No answer resolves it: only its cause going away does.</summary>
public sealed partial class AlertCard(AcknowledgeAlert acknowledge, SnoozeAlert snooze, AssignAlert assign)
{
    private bool _busy;
    private Problem? _problem;

    [Parameter, EditorRequired] public AlertView Alert { get; set; } = null!;

    [Parameter] public EventCallback OnChanged { get; set; }

    private string HeadingId => $"alert-{Alert.Id:N}";

    private bool IsOpen => Alert.State == AlertState.Open;

    private bool IsMine => Alert.OwnerId is { } owner && owner.ToString("D") == Actor.Id;

    private string? Busy => _busy ? "true" : null;

    private (Tone Tone, string Icon) Look => AlertLooks.Of(Alert.Cause);

    private Task AcknowledgeAsync() => AnswerAsync(() => acknowledge.ExecuteAsync(Alert.Id));

    private Task SnoozeAsync(TimeSpan length) => AnswerAsync(() => snooze.ExecuteAsync(Alert.Id, Clock.GetUtcNow() + length));

    private Task AssignToMeAsync() => AnswerAsync(() => assign.ExecuteAsync(Alert.Id, Guid.Parse(Actor.Id)));

    private async Task AnswerAsync(Func<Task<Result<Done>>> answer)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _problem = (await answer()).Problem;
            await OnChanged.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
