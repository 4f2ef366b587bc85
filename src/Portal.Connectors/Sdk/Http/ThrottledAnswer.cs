using System.Net;

namespace Portal.Connectors.Sdk.Http;

/// <summary>
/// 429, and 503 that says when to come back, mean "later" for every vendor. They are not waited out here: only the sync knows how long
/// its lease may last.
/// </summary>
internal static class ThrottledAnswer
{
    /// <summary>A vendor that asks for longer than this is taken to have meant this.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    public static bool Is(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null);

    public static void ThrowIfThrottled(HttpResponseMessage response, string request)
    {
        if (!Is(response))
        {
            return;
        }
        var wait = Wait(response);
        throw new ConnectorException(new ConnectorError(
            ConnectorErrorCode.RateLimited,
            wait is { } known
                ? $"The vendor asks us to wait {Math.Ceiling(known.TotalSeconds):0} s before the next request. This says nothing about your key."
                : "The vendor asks us to slow down and does not say for how long. This says nothing about your key; try again in a few minutes.",
            (int)response.StatusCode, RetryAfter: wait, Request: request));
    }

    /// <summary>
    /// Retry-After comes as seconds or as an HTTP date. A date is read against the answer's own Date header, so that our clock being off
    /// does not turn a minute into an hour.
    /// </summary>
    private static TimeSpan? Wait(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date - (response.Headers.Date ?? TimeProvider.System.GetUtcNow()));
        return wait is not { } given ? null
            : given < TimeSpan.Zero ? TimeSpan.Zero
            : given > LongestWait ? LongestWait
            : given;
    }
}
