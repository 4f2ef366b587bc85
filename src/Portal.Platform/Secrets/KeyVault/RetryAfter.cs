using System.Globalization;
using Azure;

namespace Portal.Platform.Secrets.KeyVault;

internal static class RetryAfter
{
    /// <summary>What the answer's Retry-After says, in seconds or until a date (against the answer's own Date); null without one.</summary>
    public static TimeSpan? Of(Response response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            && response.Headers.Date is { } sent && until > sent ? until - sent : null;
    }
}
