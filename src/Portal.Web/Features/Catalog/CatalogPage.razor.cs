using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;
using Portal.Web.Session;

namespace Portal.Web.Features.Catalog;

/// <summary>Every connector this build ships. An auditor reads it without any action.</summary>
public sealed partial class CatalogPage(BrowseCatalog browseCatalog) : PortalComponent<CatalogText>
{
    private IReadOnlyList<CatalogEntry>? _entries;

    [Parameter] public string Org { get; set; } = "";

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayConnect => May(Permission.ManageConnections);

    private bool UnderSettings => new Uri(Navigation.Uri).AbsolutePath.EndsWith("/" + CatalogHosting.Integrations, StringComparison.OrdinalIgnoreCase);

    protected override Task OnParametersSetAsync() => LoadAsync(token => browseCatalog.ExecuteAsync(token), entries => _entries = entries);
}
