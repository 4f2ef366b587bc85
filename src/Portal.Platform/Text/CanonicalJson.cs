using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Platform.Text;

/// <summary>
/// RFC 8785: the one way to write a JSON value, so that equal values have equal hashes. It refuses instead of guessing: duplicate names,
/// NaN and infinities, text that is not Unicode, integers that a double cannot hold (write those, and decimals, as strings).
/// </summary>
public static class CanonicalJson
{
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    public static byte[] Canonicalize(JsonNode? node)
    {
        var output = new ArrayBufferWriter<byte>(512);
        Write(output, node);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Canonicalize(JsonNode?)"/>
    public static void Write(IBufferWriter<byte> output, JsonNode? node) => new CanonicalJsonTree(output).Write(node, 0);

    /// <param name="utf8Json">Exactly one JSON value, UTF-8 without byte order mark, comments or trailing commas.</param>
    /// <exception cref="CanonicalJsonException">It is not JSON, or has no canonical form.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        var output = new ArrayBufferWriter<byte>(utf8Json.Length + 16);
        using var document = Parse(utf8Json);
        new CanonicalJsonTree(output).Write(document.RootElement, 0);
        return output.WrittenSpan.ToArray();
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> utf8Json)
    {
        JsonDocument? document = null;
        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CanonicalJsonTree.MaxDepth });
            document = JsonDocument.ParseValue(ref reader);
            // Reads the white space behind the value; anything else there throws.
            reader.Read();
            return document;
        }
        catch (JsonException e)
        {
            document?.Dispose();
            throw new CanonicalJsonException($"Not one JSON value: {e.Message}", e);
        }
    }
}

/// <summary>A value has no canonical form. The message says why, never what the value was.</summary>
public sealed class CanonicalJsonException(string message, Exception? inner = null) : FormatException(message, inner);
