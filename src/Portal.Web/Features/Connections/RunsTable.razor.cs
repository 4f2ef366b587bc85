using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Platform.Text;
using Portal.Web.Components;

namespace Portal.Web.Features.Connections;

/// <summary>A connection's runs, newest first, a window of rows at a time.</summary>
public sealed partial class RunsTable(ListRuns listRuns)
{
    private DataTable<RunSummary>? _table;

    [Parameter, EditorRequired] public Guid ConnectionId { get; set; }

    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    protected override void OnInitialized() =>
        Listen<RunChanged>(changed => changed.ConnectionId == ConnectionId && _table is not null ? _table.RefreshAsync() : Task.CompletedTask);

    private async Task<TablePage<RunSummary>> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var page = await listRuns.ExecuteAsync(ConnectionId, request.Skip, request.Take, cancellationToken);
        return new(page.Items, page.Total);
    }

    private string? Took(RunSummary run) =>
        run is { StartedAt: { } started, FinishedAt: { } finished } && finished >= started ? finished - started < TimeSpan.FromSeconds(1) ? Loc["UnderASecond"].Value : Durations.Elapsed(finished - started) : null;
}
