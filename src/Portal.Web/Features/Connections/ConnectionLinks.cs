namespace Portal.Web.Features.Connections;

/// <summary>Addresses inside one organization, as the catalogue, the wizard and the connection pages link to each other. Routes are public contract.</summary>
/// <param name="Slug">The organization's name in URLs.</param>
public sealed record ConnectionLinks(string Slug)
{
    private string Root => $"/o/{Uri.EscapeDataString(Slug)}";

    public string Dashboard => Root;

    public string Catalog => $"{Root}/catalog";

    /// <summary>The catalogue again, where people who think in settings look for it.</summary>
    public string Integrations => $"{Root}/settings/integrations";

    public string Alerts => $"{Root}/alerts";

    public string FrameworkSettings => $"{Root}/settings/frameworks";

    public string Connections => $"{Root}/connections";

    public string Connector(string connector) => $"{Root}/catalog/{Uri.EscapeDataString(connector)}";

    public string Connect(string connector) => $"{Root}/connect/{Uri.EscapeDataString(connector)}";

    public string Connection(Guid id) => $"{Connections}/{id:D}";

    /// <param name="view">Which part; the overview has the bare address.</param>
    public string Connection(Guid id, ConnectionView view) =>
        view is ConnectionView.Overview ? Connection(id) : $"{Connection(id)}?view={view.ToString().ToLowerInvariant()}";

    public string ReplaceKey(Guid id) => $"{Connection(id)}/replace-key";

    public string Revoke(Guid id) => $"{Connection(id)}/revoke";

    public string Receipt(Guid id) => $"{Connection(id)}/receipt";

    public string Run(Guid connection, Guid run) => $"{Connection(connection)}/runs/{run:D}";

    public string Evidence(Guid id) => $"{Root}/evidence/{id:D}";

    public string Control(string framework, string control) => $"{Root}/frameworks/{Uri.EscapeDataString(framework)}/{Uri.EscapeDataString(control)}";

    public string AuditEntry(long sequence) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Root}/audit-log?entry={sequence}");
}

/// <summary>The parts of the connection page; the URL says which one is open.</summary>
public enum ConnectionView { Overview, Runs, Timeline, Settings, Danger }
