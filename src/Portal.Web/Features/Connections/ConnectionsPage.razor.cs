using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Web.Components;
using Portal.Web.Session;

namespace Portal.Web.Features.Connections;

/// <summary>Which connections the list shows; in the URL as <c>?show=</c>.</summary>
public enum ShownConnections { Live, Revoked, All }

/// <summary>Every connection and how it is doing now. Revoked ones stay readable.</summary>
public sealed partial class ConnectionsPage(ListConnections listConnections) : PortalComponent<ConnectionsText>
{
    private IReadOnlyList<ConnectionSummary>? _connections;

    [Parameter] public string Org { get; set; } = "";

    [SupplyParameterFromQuery(Name = "show")] public string? Show { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayManage => May(Permission.ManageConnections);

    private ShownConnections Shown => Enum.TryParse<ShownConnections>(Show, ignoreCase: true, out var shown) && Enum.IsDefined(shown) ? shown : ShownConnections.Live;

    protected override void OnInitialized()
    {
        Listen<ConnectionChanged>(_ => ReadAsync());
        Listen<RunChanged>(_ => ReadAsync());
        Listen<ComplianceChanged>(_ => ReadAsync());
        Listen<ClockMoved>(_ => ReadAsync());
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(token => listConnections.ExecuteAsync(token), connections => _connections = connections);

    private IReadOnlyList<TabLink> Tabs =>
        [.. Enum.GetValues<ShownConnections>().Select(s => new TabLink(s.ToString(), $"{Loc[$"Show{s}"]} ({Of(s).Count()})", Address(s)))];

    private string Address(ShownConnections show) =>
        show is ShownConnections.Live ? Links.Connections : $"{Links.Connections}?show={show.ToString().ToLowerInvariant()}";

    private IEnumerable<ConnectionSummary> Of(ShownConnections show) => _connections!.Where(c => show switch
    {
        ShownConnections.Live => c.RevokedAt is null,
        ShownConnections.Revoked => c.RevokedAt is not null,
        ShownConnections.All => true,
    });
}
