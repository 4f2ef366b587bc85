using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Live;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Web.Components;

namespace Portal.Web.Features.AuditLog;

/// <summary>Every signed checkpoint of the organization's log, and what verifying them finds.</summary>
public sealed partial class CheckpointsPage(ListCheckpoints list, SignCheckpoint sign, VerifyCheckpoints verify, ViewLogTrouble viewTrouble, ViewAnchors viewAnchors)
{
    private DataTable<CheckpointView>? _table;
    private CheckpointOutcome? _outcome;
    private CheckpointsReport? _report;
    private CheckpointRefusal? _trouble;
    private AnchorView? _anchors;
    private bool _busy;

    [Parameter] public string Org { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        Listen<ComplianceChanged>(_ => RefreshAsync());
        Listen<ClockMoved>(_ => RefreshAsync());
        await StandingAsync();
    }

    private Task<bool> StandingAsync() => LoadAsync(async token =>
    {
        var trouble = await viewTrouble.ExecuteAsync(token);
        var anchors = await viewAnchors.ExecuteAsync(token);
        (_trouble, _anchors) = (trouble, anchors);
    });

    private async Task RefreshAsync()
    {
        await StandingAsync();
        await (_table?.RefreshAsync() ?? Task.CompletedTask);
    }

    private async Task<TablePage<CheckpointView>> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var page = await list.ExecuteAsync(request.Skip, request.Take, cancellationToken);
        return new(page.Items, page.Total);
    }

    private Task SignAsync() => WorkAsync(async gone =>
    {
        _outcome = await Task.Run(() => sign.ExecuteAsync(gone), gone);
        await RefreshAsync();
    });

    private Task VerifyAsync() => WorkAsync(async gone => _report = await Task.Run(() => verify.ExecuteAsync(null, gone), gone));

    /// <summary>Reading a whole log keeps a thread busy; the page's own thread stays free. One thing at a time.</summary>
    private async Task WorkAsync(Func<CancellationToken, Task> work)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _outcome, _report) = (true, null, null);
        StateHasChanged();
        var gone = Gone;
        try
        {
            await work(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The reader went elsewhere.
        }
        finally
        {
            _busy = false;
        }
    }

    private Status StateOf(CheckpointView checkpoint) => _report?.Verdicts.FirstOrDefault(v => v.Size == checkpoint.Size) switch
    {
        null => new Status(Loc["VerdictUnknown"], Tone.Muted),
        { Fault: null, KeySwitchedOff: true } => new Status(Loc["VerdictHoldsSwitchedOff"], Tone.Warning),
        { Fault: null } => new Status(Loc["VerdictHolds"], Tone.Success),
        { Fault: { } fault } => new Status(Loc[$"Verdict_{fault.Kind}"], Tone.Danger),
    };

    /// <summary>Name and version: what tells two keys apart. The whole id is in the title, and in the file of keys.</summary>
    private static string ShortKid(string kid) => kid.Split('/') is [.., var name, var version] ? $"{name}/{(version.Length > 8 ? version[..8] + "…" : version)}" : kid;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
