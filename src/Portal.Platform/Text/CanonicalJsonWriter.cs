using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Platform.Text;

/// <summary>Writes canonical JSON. Members are sorted here; whoever uses the low-level writes sorts by himself.</summary>
internal readonly struct CanonicalJsonWriter(IBufferWriter<byte> output)
{
    public const int MaxDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    public void Write(JsonNode? node, int depth)
    {
        switch (node)
        {
            case null: Raw("null"u8); break;
            case JsonObject members: WriteMembers(members, depth); break;
            case JsonArray items: WriteItems(items, depth); break;
            case JsonValue value: WriteValue(value, depth); break;
            default: throw new CanonicalJsonException($"Unknown node {node.GetType().Name}.");
        }
    }

    public void Write(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object: WriteMembers(element, depth); break;
            case JsonValueKind.Array: WriteItems(element, depth); break;
            case JsonValueKind.String: WriteString(Text(element)); break;
            case JsonValueKind.Number: WriteNumber(JsonMarshal.GetRawUtf8Value(element)); break;
            case JsonValueKind.True: Raw("true"u8); break;
            case JsonValueKind.False: Raw("false"u8); break;
            case JsonValueKind.Null: Raw("null"u8); break;
            default: throw new CanonicalJsonException("An undefined value has no canonical form.");
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void WriteString(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        while (true)
        {
            var plain = text.IndexOfAny(MustEscape);
            WriteUtf8(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                break;
            }

            WriteEscape(text[plain]);
            text = text[(plain + 1)..];
        }

        Raw("\""u8);
    }

    public void WriteNumber(double value)
    {
        Span<byte> digits = stackalloc byte[Es6Number.MaxLength];
        Raw(digits[..Es6Number.Format(value, digits)]);
    }

    private void WriteMembers(JsonObject members, int depth)
    {
        Enter(depth);
        var sorted = Members(members);
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        Raw("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            WriteName(i, sorted[i].Key);
            Write(sorted[i].Value, depth + 1);
        }

        Raw("}"u8);
    }

    private void WriteMembers(JsonElement members, int depth)
    {
        Enter(depth);
        var sorted = new (string Name, JsonElement Value)[members.GetPropertyCount()];
        var count = 0;
        foreach (var member in members.EnumerateObject())
        {
            sorted[count++] = (Name(member), member.Value);
        }

        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        Raw("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && string.Equals(sorted[i - 1].Name, sorted[i].Name, StringComparison.Ordinal))
            {
                throw new CanonicalJsonException("A name occurs twice in one object.");
            }

            WriteName(i, sorted[i].Name);
            Write(sorted[i].Value, depth + 1);
        }

        Raw("}"u8);
    }

    private void WriteItems(JsonArray items, int depth)
    {
        Enter(depth);
        Raw("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            Separate(i);
            Write(items[i], depth + 1);
        }

        Raw("]"u8);
    }

    private void WriteItems(JsonElement items, int depth)
    {
        Enter(depth);
        Raw("["u8);
        var i = 0;
        foreach (var item in items.EnumerateArray())
        {
            Separate(i++);
            Write(item, depth + 1);
        }

        Raw("]"u8);
    }

    private void WriteValue(JsonValue value, int depth)
    {
        if (value.TryGetValue(out JsonElement element))
        {
            Write(element, depth);
        }
        else if (value.TryGetValue(out string? text))
        {
            WriteString(text);
        }
        else if (value.TryGetValue(out char letter))
        {
            WriteString([letter]);
        }
        else if (value.TryGetValue(out double number))
        {
            WriteNumber(number);
        }
        else
        {
            // Everything else (integers, decimals, dates, ids) writes itself as plain ASCII JSON.
            WriteSerialized(value, depth);
        }
    }

    private void WriteSerialized(JsonValue value, int depth)
    {
        JsonElement element;
        try
        {
            element = JsonSerializer.SerializeToElement(value);
        }
        catch (ArgumentException e)
        {
            throw new CanonicalJsonException("NaN and infinities have no canonical form.", e);
        }

        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            // The serializer would quietly replace what is not Unicode inside of it.
            throw new CanonicalJsonException("A .NET object inside a JSON tree has no canonical form; build it from nodes.");
        }

        Write(element, depth);
    }

    private void WriteNumber(ReadOnlySpan<byte> literal)
    {
        var value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[Es6Number.MaxLength];
        var written = digits[..Es6Number.Format(value, digits)];
        // Otherwise two different integers would share a fingerprint. Fewer than 16 digits always survive.
        if (literal.Length > 15 && literal.IndexOfAny(".eE"u8) < 0 && !literal.SequenceEqual(written))
        {
            throw new CanonicalJsonException("An integer is too large to be exact as a JSON number; write it as a string.");
        }

        Raw(written);
    }

    private void WriteName(int index, string name)
    {
        Separate(index);
        WriteString(name);
        Raw(":"u8);
    }

    private void Separate(int index)
    {
        if (index > 0)
        {
            Raw(","u8);
        }
    }

    private void WriteUtf8(ReadOnlySpan<char> text)
    {
        try
        {
            StrictUtf8.GetBytes(text, output);
        }
        catch (EncoderFallbackException e)
        {
            throw NotUnicode(e);
        }
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            default:
                ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
                Raw([.. "\\u00"u8, hex[c >> 4], hex[c & 0xf]]);
                break;
        }
    }

    private static KeyValuePair<string, JsonNode?>[] Members(JsonObject members)
    {
        try
        {
            return [.. members];
        }
        catch (ArgumentException e)
        {
            // A parsed JsonObject looks at its names only when it is first enumerated.
            throw new CanonicalJsonException("A name occurs twice in one object.", e);
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    private static void Enter(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new CanonicalJsonException($"Nested deeper than {MaxDepth} levels.");
        }
    }

    private static CanonicalJsonException NotUnicode(Exception e) => new("A text is not valid Unicode (lone surrogate or bad UTF-8).", e);
}
