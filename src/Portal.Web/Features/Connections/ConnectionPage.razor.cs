using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Web.Components;
using Portal.Web.Session;

namespace Portal.Web.Features.Connections;

/// <summary>One connection: health as facts, its runs, its timeline, its settings and, for admins, the danger zone.</summary>
public sealed partial class ConnectionPage(ViewConnection viewConnection) : PortalComponent<ConnectionsText>
{
    private ConnectionDetail? _connection;
    private bool _read;
    private Guid? _shown;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "view")] public string? View { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayManage => May(Permission.ManageConnections);

    private bool IsLive => _connection?.Summary.State is not (ConnectionState.Revoking or ConnectionState.Revoked);

    private IEnumerable<ConnectionView> Views => Enum.GetValues<ConnectionView>()
        .Where(v => v is not ConnectionView.Danger || (IsLive && May(Permission.RevokeConnections)));

    private IReadOnlyList<TabLink> Tabs => [.. Views.Select(v => new TabLink(v.ToString(), Loc[$"View_{v}"], Links.Connection(Id, v)))];

    private ConnectionView Open =>
        Enum.TryParse<ConnectionView>(View, ignoreCase: true, out var view) && Views.Contains(view) ? view : ConnectionView.Overview;

    protected override void OnInitialized()
    {
        Listen<ConnectionChanged>(changed => changed.ConnectionId == Id ? ReloadAsync() : Task.CompletedTask);
        Listen<RunChanged>(changed => changed.ConnectionId == Id ? ReloadAsync() : Task.CompletedTask);
        Listen<ComplianceChanged>(_ => ReloadAsync());
        Listen<ClockMoved>(_ => ReloadAsync());
    }

    protected override Task OnParametersSetAsync() => _shown == Id ? Task.CompletedTask : ReloadAsync();

    private Task ReloadAsync() => LoadAsync(token => viewConnection.ExecuteAsync(Id, token), connection => (_connection, _shown, _read) = (connection, Id, true));
}
