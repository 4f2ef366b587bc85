using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Connectors.Sdk.Http;

/// <summary>Makes the HTTP a connection may use: bound to the hosts and the reads of its manifest.</summary>
public sealed class ConnectorHttpFactory(
    IHttpClientFactory clients, IOptionsMonitor<ConnectorHttpOptions> options, ILogger<ConnectorHttpFactory> log)
{
    /// <param name="settings">Canonical settings, from <see cref="IConnector.ReadSettings"/>.</param>
    /// <exception cref="ConnectorException">The settings do not fill the manifest's host pattern with exactly one host.</exception>
    public IConnectorHttp Create(ConnectorManifest manifest, IReadOnlyDictionary<string, string> settings)
    {
        var hosts = manifest.Hosts.Select(pattern => AllowedHost.Fill(pattern, settings)).ToArray();
        return new ConnectorHttp(
            clients.CreateClient(ClientName(manifest.Id)), hosts, new AllowedReads(manifest.Reads), options.Get(manifest.Id), log);
    }

    /// <summary>Of the <see cref="HttpClient"/> that the connector's requests go through.</summary>
    public static string ClientName(string connectorId) => $"connector:{connectorId}";
}
