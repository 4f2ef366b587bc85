using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Web.Components;

/// <summary>Turns JSON into HTML: indented, with names, texts and the rest told apart. Everything that came in is encoded.</summary>
internal static class JsonMarkup
{
    /// <summary>Above this the colours cost more than they help.</summary>
    private const int LargestColoured = 256 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>HTML. What is not JSON comes back encoded as it is.</returns>
    public static string Of(string json)
    {
        string pretty;
        try
        {
            pretty = Indent(json);
        }
        catch (JsonException)
        {
            return HtmlEncoder.Default.Encode(json);
        }

        return pretty.Length > LargestColoured ? HtmlEncoder.Default.Encode(pretty) : Colour(pretty);
    }

    private static string Indent(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Colour(string pretty)
    {
        var bytes = Encoding.UTF8.GetBytes(pretty);
        var reader = new Utf8JsonReader(bytes);
        var html = new StringBuilder(pretty.Length * 2);
        var done = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            var end = (int)reader.BytesConsumed;
            Append(html, bytes, done, start, null);
            Append(html, bytes, start, end, reader.TokenType switch
            {
                JsonTokenType.PropertyName => "p-json-name",
                JsonTokenType.String => "p-json-text",
                JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => "p-json-value",
                _ => null,
            });
            done = end;
        }

        Append(html, bytes, done, bytes.Length, null);
        return html.ToString();
    }

    private static void Append(StringBuilder html, byte[] bytes, int start, int end, string? css)
    {
        if (end <= start)
        {
            return;
        }

        var text = HtmlEncoder.Default.Encode(Encoding.UTF8.GetString(bytes, start, end - start));
        if (css is null)
        {
            html.Append(text);
        }
        else
        {
            html.Append("<span class=\"").Append(css).Append("\">").Append(text).Append("</span>");
        }
    }
}
