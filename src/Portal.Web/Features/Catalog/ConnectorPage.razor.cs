using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Text;
using Portal.Web.Features.Connections;
using Portal.Web.Session;

namespace Portal.Web.Features.Catalog;

/// <summary>One connector, generated from its manifest: what it is, what it proves, how to connect it, what it reads and never reads.</summary>
public sealed partial class ConnectorPage(ViewConnector viewConnector, IOptions<ContactOptions> contact) : PortalComponent<CatalogText>
{
    private const int SecurityItems = 6;
    private CatalogEntry? _entry;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public string Connector { get; set; } = "";

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayConnect => May(Permission.ManageConnections);

    private ContactOptions Contact => contact.Value;

    private string Subtitle(ConnectorManifest manifest) => Loc[
        "Subtitle", Loc[$"Category_{manifest.Category}"], Loc[$"Authentication_{manifest.Authentication}"], Loc["CadenceShort", Durations.Cadence(manifest.Cadence)]];

    protected override Task OnParametersSetAsync() =>
        LoadAsync(token => viewConnector.ExecuteAsync(Connector, token), entry => (_entry, _read) = (entry, true));
}
