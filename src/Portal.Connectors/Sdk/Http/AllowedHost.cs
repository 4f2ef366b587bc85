using System.Text.RegularExpressions;

namespace Portal.Connectors.Sdk.Http;

/// <summary>Fills a manifest's host pattern, e.g. <c>{subdomain}.bamboohr.com</c>, from canonical settings.</summary>
internal static partial class AllowedHost
{
    /// <exception cref="ConnectorException">A setting is missing or is not exactly one host label.</exception>
    public static string Fill(string pattern, IReadOnlyDictionary<string, string> settings)
    {
        var host = Placeholder().Replace(pattern, match =>
        {
            var key = match.Groups["key"].Value;
            return settings.TryGetValue(key, out var label) && Label().IsMatch(label)
                ? label
                : throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused,
                    $"The setting '{key}' is not a single host label, so no address could be built from it. Correct it in the connection's settings."));
        });
        // What the URI parser makes of it must be what the pattern said, or the two would disagree about where the key goes.
        return Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var uri) && string.Equals(uri.IdnHost, host, StringComparison.Ordinal)
            ? host
            : throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused, $"'{host}' is not a host name."));
    }

    [GeneratedRegex(@"\{(?<key>[A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
