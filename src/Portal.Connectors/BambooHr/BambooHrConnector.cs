using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>Knows BambooHR. Its README says what is read, how each number is derived, and what is not guaranteed.</summary>
internal sealed class BambooHrConnector : IConnector
{
    public ConnectorManifest Manifest => BambooHrManifest.Value;

    public SettingsReading ReadSettings(IReadOnlyDictionary<string, string> input) => BambooHrSettings.Read(input);

    public Task<ConnectionTestReport> TestAsync(ConnectorSession session, IProgress<CheckResult> progress, CancellationToken cancellationToken) =>
        new BambooHrConnectionTest(session, progress).RunAsync(cancellationToken);

    public IAsyncEnumerable<CollectedItem> CollectAsync(ConnectorSession session, IProgress<CollectionStep> progress, CancellationToken cancellationToken) =>
        new BambooHrSync(session, progress).CollectAsync(cancellationToken);
}
