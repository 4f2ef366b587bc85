namespace Portal.Connectors.Sdk;

/// <summary>
/// Code that knows one vendor. It collects and reports; it stores nothing, and cannot see the database, tenancy or key store.
/// Expected failures are thrown as <see cref="ConnectorException"/>, never returned as empty data.
/// </summary>
public interface IConnector
{
    ConnectorManifest Manifest { get; }

    /// <summary>Reduces what a person typed to settings in canonical form, or says per field what is wrong and what to do.</summary>
    SettingsReading ReadSettings(IReadOnlyDictionary<string, string> input);

    /// <summary>
    /// Checks the connection step by step and reports what the credential can and cannot read. Stores nothing and asks for no
    /// person's name. A check that fails ends the test; the report says which and why.
    /// </summary>
    Task<ConnectionTestReport> TestAsync(ConnectorSession session, IProgress<CheckResult> progress, CancellationToken cancellationToken);

    /// <summary>Streams what one sync finds, in order: population members before the evidence draft of their kind.</summary>
    /// <exception cref="ConnectorException">The vendor refused, failed or answered with something that cannot be believed.</exception>
    IAsyncEnumerable<CollectedItem> CollectAsync(ConnectorSession session, IProgress<CollectionStep> progress, CancellationToken cancellationToken);
}

/// <summary>Settings in canonical form (ordinal keys, no secret), or errors keyed by field.</summary>
/// <param name="Settings">Canonical settings; empty when there are errors.</param>
/// <param name="AccountLabel">How a person recognises the account, e.g. <c>acme.bamboohr.com</c>. Two connections with the same label are duplicates.</param>
/// <param name="Errors">Field key → sentence that says what to do.</param>
public sealed record SettingsReading(
    IReadOnlyDictionary<string, string> Settings, string AccountLabel, IReadOnlyDictionary<string, string> Errors)
{
    public bool IsValid => Errors.Count == 0;
}

/// <summary>What a connector is given for one test or one sync.</summary>
public sealed class ConnectorSession
{
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>UTF-8 bytes of the credential. Valid only while the call runs; the caller zeroes them afterwards.</summary>
    public required ReadOnlyMemory<byte> Credential { get; init; }

    /// <summary>Bound to this connection's only host. Redirects are not followed.</summary>
    public required IConnectorHttp Http { get; init; }

    /// <summary>Product time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Opaque facts of the last accepted run (numbers, visible fields), for cliff and null-spike guards; null on the first.</summary>
    public string? PreviousFacts { get; init; }
}

/// <summary>Sends requests to the one host the manifest allows, with time-outs, bounded retries and redacted logging.</summary>
public interface IConnectorHttp
{
    /// <summary>Base address of the vendor as the person would open it, for messages.</summary>
    Uri BaseAddress { get; }

    /// <param name="request">Relative URI; authorization is the connector's to set.</param>
    /// <exception cref="ConnectorException">The host could not be reached, timed out, reset or is not allowed.</exception>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
