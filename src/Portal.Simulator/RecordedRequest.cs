namespace Portal.Simulator;

/// <summary>One request as it arrived. The authorization header is kept as a marker only, so that a log of these holds no key.</summary>
/// <param name="Number">Counts from 1 over the life of the server.</param>
/// <param name="At">Vendor time of arrival.</param>
/// <param name="Company">Label taken from the Host header, or null when the host names no company.</param>
/// <param name="PathAndQuery">Path and query as sent.</param>
/// <param name="Headers">Header values as sent, names case-insensitive.</param>
/// <param name="Body">Request body as text; empty when there was none.</param>
public sealed record RecordedRequest(
    long Number, DateTimeOffset At, string? Company, string Method, string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>What stands in <see cref="Headers"/> for a Basic credential.</summary>
    public const string RedactedCredential = "Basic [redacted]";

    /// <summary>Path without the query.</summary>
    public string Path => PathAndQuery.Split('?', 2)[0];
}
