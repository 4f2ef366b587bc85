using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Platform.Results;

namespace Portal.Web.Features.Connections;

/// <summary>What a person may do with a live connection right now. Rendered only for those who may.</summary>
public sealed partial class ConnectionActions(RequestSync requestSync, PauseConnection pause, ResumeConnection resume, NavigationManager navigation)
{
    private bool _busy;
    private Problem? _problem;

    private string? Busy => _busy ? "true" : null;

    [Parameter, EditorRequired] public required ConnectionSummary Connection { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    [Parameter] public EventCallback OnChanged { get; set; }

    private Task SyncAsync() => WithoutDoubleClicksAsync(async () =>
    {
        var queued = await requestSync.ExecuteAsync(Connection.Id);
        if (queued.IsOk)
        {
            navigation.NavigateTo(Links.Run(Connection.Id, queued.Value));
        }

        return queued.Problem;
    });

    private Task ChangeAsync(Func<Guid, CancellationToken, Task<Result<Done>>> change) => WithoutDoubleClicksAsync(async () =>
    {
        var done = await change(Connection.Id, CancellationToken.None);
        await OnChanged.InvokeAsync();
        return done.Problem;
    });

    private async Task WithoutDoubleClicksAsync(Func<Task<Problem?>> act)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _problem = await act();
        }
        finally
        {
            _busy = false;
        }
    }
}
