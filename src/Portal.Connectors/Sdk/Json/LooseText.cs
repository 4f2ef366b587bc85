using System.Text;
using System.Text.Json;

namespace Portal.Connectors.Sdk.Json;

/// <summary>Reads a scalar as text, whatever type the vendor chose for it that day; null for null and for anything nested.</summary>
internal static class LooseText
{
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.TrySkip();
                return null;
        }
    }
}
