using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Text;

namespace Portal.Compliance.Evidence;

/// <summary>What a payload found, in one line, from its kind's manifest.</summary>
public sealed partial class EvidenceHeadline(Catalog catalog)
{
    private readonly Dictionary<string, EvidenceKindManifest> _kinds = catalog.Connectors
        .SelectMany(c => c.Manifest.EvidenceKinds)
        .ToDictionary(k => k.Kind, StringComparer.Ordinal);

    /// <summary>What one piece of evidence is called; a kind that this build does not ship goes by its id.</summary>
    /// <param name="rung">The rung it was derived on, if its kind has a ladder.</param>
    public string Title(string kind, string? rung) => _kinds.TryGetValue(kind, out var known) ? known.TitleOn(rung) : kind;

    /// <param name="canonical">Stored payload; null when retention purged it.</param>
    public string Of(string kind, byte[]? canonical, string? reasonCode)
    {
        if (canonical is null)
        {
            return "Payload purged";
        }

        if (!_kinds.TryGetValue(kind, out var known))
        {
            return reasonCode ?? kind;
        }

        using var payload = JsonDocument.Parse(canonical);
        var complete = true;
        var line = Member().Replace(known.Headline, match =>
        {
            var text = payload.RootElement.TryGetProperty(match.Groups[1].Value, out var value) ? Text(value) : null;
            complete &= text is not null;
            return text ?? "";
        });
        return complete ? line : reasonCode is null ? "Not available" : $"Not available: {CodeWords.Of(reasonCode)}";
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole.ToString("N0", CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("0.####", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Member();
}
