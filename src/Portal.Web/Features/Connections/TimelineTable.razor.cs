using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;

namespace Portal.Web.Features.Connections;

/// <summary>What happened to a connection, from the audit log: each line leads to the entry that proves it.</summary>
public sealed partial class TimelineTable(ConnectionTimeline timeline)
{
    private const int Step = 50;
    private IReadOnlyList<TimelineEntry>? _entries;
    private int _total;
    private int _wanted = Step;
    private Guid? _read;

    [Parameter, EditorRequired] public Guid ConnectionId { get; set; }

    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    protected override void OnInitialized()
    {
        Listen<ConnectionChanged>(changed => changed.ConnectionId == ConnectionId ? ReadAsync() : Task.CompletedTask);
        Listen<RunChanged>(changed => changed.ConnectionId == ConnectionId ? ReadAsync() : Task.CompletedTask);
    }

    protected override Task OnParametersSetAsync() => _read == ConnectionId ? Task.CompletedTask : ReadAsync();

    private Task MoreAsync()
    {
        _wanted += Step;
        return ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(
        token => timeline.ExecuteAsync(ConnectionId, 0, _wanted, token),
        page => (_entries, _total, _read) = (page.Items, page.Total, ConnectionId));
}
