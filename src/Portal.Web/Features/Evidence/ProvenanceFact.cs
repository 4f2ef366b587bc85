using System.Globalization;
using System.Text.Json;

namespace Portal.Web.Features.Evidence;

/// <summary>One line of how something was found.</summary>
/// <param name="At">Set when the value is an instant.</param>
internal sealed record ProvenanceFact(string Key, string Text, DateTimeOffset? At)
{
    /// <param name="json">An observation's provenance. Its keys are stored text, so unknown ones are shown as they are.</param>
    public static IReadOnlyList<ProvenanceFact> Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? [.. document.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(Fact)]
            : [];
    }

    private static ProvenanceFact Fact(JsonProperty property) => new(property.Name, Words(property.Value), Instant(property.Value));

    private static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => string.Join(" · ", value.EnumerateObject().Select(p => $"{p.Name}: {Words(p.Value)}")),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Words)),
        _ => value.GetRawText(),
    };

    /// <summary>Only the product's own machine form, so that a vendor's date stays the text it was.</summary>
    private static DateTimeOffset? Instant(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(
            value.GetString(), "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;
}
