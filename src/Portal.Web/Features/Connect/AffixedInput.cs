using System.Text.RegularExpressions;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Connect;

/// <summary>
/// A field with a fixed beginning and end, such as <c>https://</c>acme<c>.bamboohr.com</c>. People paste the whole address: it is
/// shortened for display. Only a convenience: the connector decides what it accepts, and refuses other hosts.
/// </summary>
internal static class AffixedInput
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(50);

    /// <summary>The part between prefix and suffix; unchanged (but trimmed) when it is not clearly that.</summary>
    public static string Reduce(ManifestField field, string typed)
    {
        var text = typed.Trim();
        var inner = field.Prefix is { Length: > 0 } prefix && text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;
        if (field.Suffix is not { Length: > 0 } suffix || inner.IndexOf(suffix, StringComparison.OrdinalIgnoreCase) is not (> 0 and var at))
        {
            return text;
        }

        var rest = inner.AsSpan(at + suffix.Length);
        var hostEndsThere = rest.IsEmpty || rest[0] is '/' or '?' or '#';
        var label = inner[..at];
        return hostEndsThere && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? label.ToLowerInvariant() : text;
    }

    /// <summary>The address a person can open to check, or null when the value does not look like one.</summary>
    public static Uri? Address(ManifestField field, string value) =>
        field is { Prefix: "https://", Suffix: { Length: > 0 } suffix } && LooksRight(field, value)
        && Uri.TryCreate($"https://{value}{suffix}", UriKind.Absolute, out var address) ? address : null;

    /// <summary>Whether the value matches the manifest's hint. True when there is no hint: it never blocks.</summary>
    public static bool LooksRight(ManifestField field, string value) =>
        value.Length > 0 && (field.HintPattern is null || Regex.IsMatch(value, field.HintPattern, RegexOptions.CultureInvariant, PatternLimit));

    /// <summary>The value as a person knows it: acme.bamboohr.com.</summary>
    public static string Shown(ManifestField field, string value) =>
        field.Suffix is { Length: > 0 } suffix && !value.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? value + suffix : value;
}
