using System.Text.RegularExpressions;

namespace Portal.Connectors.BambooHr;

/// <summary>
/// Reduces <c>acme</c>, <c>acme.bamboohr.com</c> or a pasted address to the one label that may become part of a host name. Whatever does
/// not reduce to exactly one label under bamboohr.com is refused, so no input can point the connector at another host.
/// </summary>
internal static partial class BambooHrSubdomain
{
    public const string Domain = "bamboohr.com";

    private const string HowTo = "Give the name you open BambooHR with: acme, if the address is acme.bamboohr.com.";

    // Hosts of the vendor itself: a key sent there would reach something that is nobody's account.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "www", "api", "app", "help", "support", "documentation", "docs", "partners", "marketplace", "login", "status", "go", "resources",
    };

    /// <returns>The label in lower case, or a sentence that says what to do. Exactly one of the two is set.</returns>
    public static (string? Subdomain, string? Error) Reduce(string? input)
    {
        var text = input?.Trim() ?? "";
        if (text.Length == 0)
        {
            return (null, HowTo);
        }
        // Before lower-casing: some letters outside ASCII (the Kelvin sign) become an ASCII letter there.
        if (!text.All(c => c is > ' ' and < '\u007f'))
        {
            return (null, $"A BambooHR subdomain has only letters a–z, digits and hyphens. {HowTo}");
        }
        text = text.ToLowerInvariant();
        var label = text.AsSpan().IndexOfAny(".:/@?#\\") < 0 ? text : LabelOfAddress(text);
        if (label is null || !Label().IsMatch(label))
        {
            return (null, label is null ? $"That address is not under {Domain}, so nothing was sent to it. {HowTo}" : HowTo);
        }
        return Reserved.Contains(label)
            ? (null, $"{label}.{Domain} belongs to BambooHR itself. {HowTo}")
            : (label, null);
    }

    private static string? LabelOfAddress(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (text.Contains('\\') || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")
            || uri.UserInfo.Length > 0 || !uri.IsDefaultPort)
        {
            return null;
        }
        var host = uri.IdnHost.TrimEnd('.');
        return host.EndsWith($".{Domain}", StringComparison.Ordinal) ? host[..^(Domain.Length + 1)] : null;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
