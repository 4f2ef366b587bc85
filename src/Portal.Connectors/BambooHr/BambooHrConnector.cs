using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

internal sealed class BambooHrConnector : IConnector
{
    public ConnectorManifest Manifest => BambooHrManifest.Value;

    public SettingsReading ReadSettings(IReadOnlyDictionary<string, string> input) => BambooHrSettings.Read(input);

    public Task<ConnectionTestReport> TestAsync(ConnectorSession session, IProgress<CheckResult> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Lands with the client.");

    public IAsyncEnumerable<CollectedItem> CollectAsync(ConnectorSession session, IProgress<CollectionStep> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Lands with the client.");
}
