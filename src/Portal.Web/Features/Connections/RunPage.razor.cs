using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Session;

namespace Portal.Web.Features.Connections;

/// <summary>One run: live while it works, and the same view for ever after.</summary>
public sealed partial class RunPage(ViewRun viewRun, ViewConnection viewConnection, CancelRun cancelRun, RequestSync requestSync, TimeProvider time)
    : PortalComponent<ConnectionsText>
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private RunDetail? _run;
    private ConnectionDetail? _settings;
    private bool _read;
    private bool _mayAcceptBaseline;
    private bool _busy;
    private Problem? _problem;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    [Parameter] public Guid Run { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayManage => May(Permission.ManageConnections);

    /// <summary>What a screen reader hears: the state, and while it runs the step it is at. Not every count.</summary>
    private string Spoken => Loc["RunSpoken", Loc[$"RunState_{_run!.Summary.State}"],
        _run.Steps.LastOrDefault(s => s.State is StepState.Running)?.Title ?? ""].Value.TrimEnd();

    protected override void OnInitialized()
    {
        Listen<RunProgressed>(progress =>
        {
            if (_run is not null && progress.RunId == Run && !Transitions.IsFinal(_run.Summary.State))
            {
                _run = _run with { Steps = progress.Steps };
            }

            return Task.CompletedTask;
        });
        Listen<RunChanged>(changed => changed.RunId == Run ? ReadAsync() : Task.CompletedTask);
        Own(time.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), null, LookAgain, LookAgain));
    }

    /// <summary>Events are hints of this process; the run may be working on another machine.</summary>
    private async Task LookAgainAsync()
    {
        if (_run is not null && !Transitions.IsFinal(_run.Summary.State) && !Gone.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    protected override async Task OnParametersSetAsync() => await ReadAsync();

    private async Task ReadAsync() => await LoadAsync(async token =>
    {
        var run = await viewRun.ExecuteAsync(Id, Run, token);
        var connection = run is not null && MayManage && (IsFirst(run) || IsQuarantined(run)) ? await viewConnection.ExecuteAsync(Id, token) : null;
        token.ThrowIfCancellationRequested();
        var live = connection?.Summary.State is not (ConnectionState.Revoking or ConnectionState.Revoked) ? connection : null;
        (_run, _read) = (run, true);
        // Settings are offered on the first run, to those who may set them. The form keeps what is being typed.
        _settings = run is not null && IsFirst(run) ? live : null;
        _mayAcceptBaseline = run is not null && IsQuarantined(run) && live?.Summary is { State: ConnectionState.Active, ActiveRunId: null } summary && summary.LastRunId == Run;
    });

    private static bool IsFirst(RunDetail run) => run.Summary.Trigger is RunTrigger.Connect;

    private static bool IsQuarantined(RunDetail run) => run.Summary.State is RunState.Quarantined;

    private Task CancelAsync() => ActAsync(async () => (await cancelRun.ExecuteAsync(Id, Run, Gone)).Problem);

    /// <summary>Instead of waiting for the next attempt.</summary>
    private Task TryNowAsync() => ActAsync(async () => (await requestSync.ExecuteAsync(Id, Gone)).Problem);

    private async Task ActAsync(Func<Task<Problem?>> act)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _problem = await act();
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
