namespace Portal.Connectors.Sdk;

/// <summary>The closed set of ways a vendor call can fail.</summary>
public enum ConnectorErrorCode
{
    /// <summary>401: the key is wrong or was revoked. Never retried: repeated unknown keys lock the account.</summary>
    KeyRejected,
    /// <summary>403 on everything after repeated unknown keys.</summary>
    LockedOut,
    /// <summary>403: the key works, this endpoint is not permitted (or the key's user is disabled).</summary>
    PermissionDenied,
    /// <summary>404, a redirect or an HTML page where the API should be: wrong account name.</summary>
    UnknownAccount,
    /// <summary>Key and account cannot be told apart as the cause.</summary>
    KeyOrAccount,
    /// <summary>429, or 503 with Retry-After.</summary>
    RateLimited,
    /// <summary>5xx without Retry-After.</summary>
    ProviderDown,
    /// <summary>No answer in time.</summary>
    TimedOut,
    /// <summary>The connection could not be made or broke while reading.</summary>
    ConnectionBroken,
    /// <summary>An answer that is not what the API documents: truncated JSON, HTML with 200, XML, wrong types.</summary>
    MalformedAnswer,
    /// <summary>The request was refused by us: host not allowed, or a private address.</summary>
    AddressRefused,
    /// <summary>The vendor's answer leads to another host for what follows. It was not followed.</summary>
    AnswerLeadsElsewhere,
    /// <summary>A 4xx the connector did not expect; kept with status and header so that a person can ask the vendor.</summary>
    UnexpectedAnswer,
}

/// <summary>A failed vendor call, in words for people and facts for support.</summary>
/// <param name="Message">What happened and what to do next.</param>
/// <param name="ProviderStatus">HTTP status, when there was one.</param>
/// <param name="ProviderMessage">The vendor's own error header or problem title, shortened.</param>
/// <param name="ProviderRequestId">The vendor's request id, if it sent one.</param>
/// <param name="RetryAfter">How long the vendor asked us to wait.</param>
/// <param name="Request">Method and path, without query values.</param>
public sealed record ConnectorError(
    ConnectorErrorCode Code, string Message, int? ProviderStatus = null, string? ProviderMessage = null,
    string? ProviderRequestId = null, TimeSpan? RetryAfter = null, string? Request = null)
{
    /// <summary>Whether trying again later, unchanged, can help.</summary>
    public bool IsTransient => Code is ConnectorErrorCode.RateLimited or ConnectorErrorCode.ProviderDown
        or ConnectorErrorCode.TimedOut or ConnectorErrorCode.ConnectionBroken or ConnectorErrorCode.MalformedAnswer;

    /// <summary>Whether the credential must be replaced before another attempt makes sense.</summary>
    public bool NeedsReauth => Code is ConnectorErrorCode.KeyRejected or ConnectorErrorCode.LockedOut;
}

public sealed class ConnectorException(ConnectorError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public ConnectorError Error { get; } = error;
}
