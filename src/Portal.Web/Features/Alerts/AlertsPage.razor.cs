using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Web.Components;

namespace Portal.Web.Features.Alerts;

/// <summary>The inbox: what somebody should act on, and how what is over ended.</summary>
public sealed partial class AlertsPage(ListAlerts listAlerts)
{
    private const int PageSize = 25;
    private const string All = "all";

    private Page<AlertView>? _page;
    private string? _shown;

    [Parameter] public string Org { get; set; } = "";

    [SupplyParameterFromQuery(Name = "state")] public string? State { get; set; }
    [SupplyParameterFromQuery(Name = "cause")] public string? Cause { get; set; }
    [SupplyParameterFromQuery(Name = "connection")] public string? Connection { get; set; }
    [SupplyParameterFromQuery(Name = "mine")] public string? Mine { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private UrlState Url => UrlState.From(Navigation);

    private string Shown => string.Equals(State, All, StringComparison.OrdinalIgnoreCase)
        ? All
        : (Url.Get<AlertState>("state") ?? AlertState.Open).ToString().ToLowerInvariant();

    private int PageNumber => int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;

    private IReadOnlyList<TabLink> Tabs =>
    [
        new("open", Loc["State_open"], Url.With("state", (string?)null).With("page", (string?)null).Address),
        new("resolved", Loc["State_resolved"], Url.With("state", "resolved").With("page", (string?)null).Address),
        new(All, Loc["State_all"], Url.With("state", All).With("page", (string?)null).Address),
    ];

    protected override void OnInitialized()
    {
        Listen<ComplianceChanged>(_ => ReadAsync());
        Listen<ClockMoved>(_ => ReadAsync());
    }

    protected override Task OnParametersSetAsync() => _shown == Url.Address ? Task.CompletedTask : ReadAsync();

    private Task ReadAsync()
    {
        var address = Url.Address;
        var filter = new AlertFilter(
            Shown == All ? null : Shown == "resolved" ? AlertState.Resolved : AlertState.Open,
            Url.Get<AlertCause>("cause"), Guid.TryParse(Connection, out var connection) ? connection : null, Mine is not null);
        return LoadAsync(
            token => listAlerts.ExecuteAsync(filter, (PageNumber - 1) * PageSize, PageSize, token), page => (_page, _shown) = (page, address));
    }

    private string PageLink(int page) => Url.With("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)).Address;

    private void Set(ChangeEventArgs change) => Go(Url.With("cause", change.Value as string));

    private void SetMine(ChangeEventArgs change) => Go(Url.With("mine", change.Value is true ? "1" : null));

    private void Go(UrlState next) => Navigation.NavigateTo(next.With("page", (string?)null).Address, replace: true);
}
