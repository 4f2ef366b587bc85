using System.Diagnostics;
using Portal.Compliance.Keys;
using Portal.Connectors.Sdk;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Why an attempt failed, in words for people and facts for support. It never quotes an exception that might quote a secret.</summary>
/// <param name="Code">Stable, lower_snake_case.</param>
/// <param name="IsKnownCause">Trying again unchanged cannot help, and a person knows what to do: worth an alert at once.</param>
internal sealed record SyncFailure(
    string Code, string Message, bool IsTransient, bool NeedsReauth, bool IsKnownCause, TimeSpan? RetryAfter, RunErrorDetail Detail)
{
    public static SyncFailure From(Exception exception)
    {
        var trace = Trace();
        return exception switch
        {
            ConnectorException { Error: var error } => new SyncFailure(
                SnakeCase(error.Code.ToString()), error.Message, error.IsTransient, error.NeedsReauth,
                !error.IsTransient && error.Code != ConnectorErrorCode.UnexpectedAnswer, error.RetryAfter,
                new RunErrorDetail(error.ProviderStatus, error.ProviderMessage, error.ProviderRequestId, error.Request, trace)),
            KeyStoreException => KeyStore(KeyStoreTroubles.Of(exception), trace),
            _ => new SyncFailure(
                "unexpected", $"The sync stopped on an error of the portal itself ({exception.GetType().Name}). Give the trace id to support.",
                IsTransient: true, NeedsReauth: false, IsKnownCause: false, null, new RunErrorDetail(null, null, null, null, trace)),
        };
    }

    /// <summary>What a person has to put right first is not tried again by itself, and is worth an alert at once.</summary>
    private static SyncFailure KeyStore(KeyStoreTrouble trouble, string trace)
    {
        var (code, why, next) = KeyStoreWords.Of(trouble);
        var passing = trouble == KeyStoreTrouble.Passing;
        return new SyncFailure(
            code, $"{why} The connection's key could not be opened, and the vendor was not called. {next}",
            IsTransient: passing, NeedsReauth: false, IsKnownCause: !passing, null, new RunErrorDetail(null, null, null, null, trace));
    }

    /// <summary>The id under which this can be found in logs and traces.</summary>
    public static string Trace() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
