using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Live;
using Portal.Web.Components;

namespace Portal.Web.Features.Evidence;

/// <summary>The explorer: everything that was ever collected, filtered by its URL.</summary>
public sealed partial class EvidenceListPage(SearchEvidence search, ListConnections listConnections, BrowseCatalog catalog)
{
    private DataTable<EvidenceRow>? _table;
    private FilterChoices? _choices;

    [Parameter] public string Org { get; set; } = "";

    [SupplyParameterFromQuery(Name = ExplorerState.Kind)] public string? Kind { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.Connection)] public string? Connection { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.Run)] public string? Run { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.Result)] public string? Result { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.Framework)] public string? Framework { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.Control)] public string? Control { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.From)] public string? From { get; set; }
    [SupplyParameterFromQuery(Name = ExplorerState.To)] public string? To { get; set; }

    private UrlState Url => UrlState.From(Navigation);

    private EvidenceFilter Filter => ExplorerState.Read(Url, Tenant.Zone);

    protected override async Task OnInitializedAsync()
    {
        Listen<RunChanged>(_ => _table?.RefreshAsync() ?? Task.CompletedTask);
        Listen<ClockMoved>(_ => _table?.RefreshAsync() ?? Task.CompletedTask);
        await LoadAsync(async token =>
        {
            var connections = await listConnections.ExecuteAsync(token);
            var entries = await catalog.ExecuteAsync(token);
            _choices = new(connections, [.. entries.SelectMany(e => e.Manifest.EvidenceKinds).OrderBy(k => k.Title, StringComparer.Ordinal)]);
        });
    }

    private async Task<TablePage<EvidenceRow>> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var page = await search.ExecuteAsync(Filter, request.Skip, request.Take, cancellationToken);
        return new(page.Items, page.Total);
    }
}
