using Portal.Connectors.Sdk;

namespace Portal.Connectors;

/// <summary>Every connector the portal ships: one line each.</summary>
public sealed class Catalog(IEnumerable<IConnector> connectors)
{
    private readonly Dictionary<string, IConnector> _byId = connectors.ToDictionary(c => c.Manifest.Id, StringComparer.Ordinal);

    public IReadOnlyCollection<IConnector> Connectors => _byId.Values;

    public IConnector? Find(string id) => _byId.GetValueOrDefault(id);

    /// <exception cref="InvalidOperationException">A connection refers to a connector this build does not ship.</exception>
    public IConnector Require(string id) =>
        Find(id) ?? throw new InvalidOperationException($"This build ships no connector '{id}'. Deploy a build that does.");
}
