using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Platform.Text;

/// <summary>Walks a JSON tree, in memory or parsed, and writes it canonically.</summary>
internal readonly struct CanonicalJsonTree(IBufferWriter<byte> output)
{
    public const int MaxDepth = 64;

    private readonly CanonicalJsonWriter _json = new(output);

    public void Write(JsonNode? node, int depth)
    {
        switch (node)
        {
            case null: _json.Raw("null"u8); break;
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
            case JsonValueKind.String: _json.WriteString(Text(element)); break;
            case JsonValueKind.Number: _json.WriteNumber(JsonMarshal.GetRawUtf8Value(element)); break;
            case JsonValueKind.True: _json.Raw("true"u8); break;
            case JsonValueKind.False: _json.Raw("false"u8); break;
            case JsonValueKind.Null: _json.Raw("null"u8); break;
            default: throw new CanonicalJsonException("An undefined value has no canonical form.");
        }
    }

    private void WriteMembers(JsonObject members, int depth)
    {
        Enter(depth);
        var sorted = Members(members);
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        _json.Raw("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            _json.WriteName(i, sorted[i].Key);
            Write(sorted[i].Value, depth + 1);
        }

        _json.Raw("}"u8);
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
        _json.Raw("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && string.Equals(sorted[i - 1].Name, sorted[i].Name, StringComparison.Ordinal))
            {
                throw new CanonicalJsonException("A name occurs twice in one object.");
            }

            _json.WriteName(i, sorted[i].Name);
            Write(sorted[i].Value, depth + 1);
        }

        _json.Raw("}"u8);
    }

    private void WriteItems(JsonArray items, int depth)
    {
        Enter(depth);
        _json.Raw("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            _json.Separate(i);
            Write(items[i], depth + 1);
        }

        _json.Raw("]"u8);
    }

    private void WriteItems(JsonElement items, int depth)
    {
        Enter(depth);
        _json.Raw("["u8);
        var i = 0;
        foreach (var item in items.EnumerateArray())
        {
            _json.Separate(i++);
            Write(item, depth + 1);
        }

        _json.Raw("]"u8);
    }

    private void WriteValue(JsonValue value, int depth)
    {
        if (value.TryGetValue(out JsonElement element))
        {
            Write(element, depth);
        }
        else if (value.TryGetValue(out string? text))
        {
            _json.WriteString(text);
        }
        else if (value.TryGetValue(out char letter))
        {
            _json.WriteString([letter]);
        }
        else if (value.TryGetValue(out double number))
        {
            _json.WriteNumber(number);
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
            throw CanonicalJsonWriter.NotUnicode(e);
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
            throw CanonicalJsonWriter.NotUnicode(e);
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
            throw CanonicalJsonWriter.NotUnicode(e);
        }
    }

    private static void Enter(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new CanonicalJsonException($"Nested deeper than {MaxDepth} levels.");
        }
    }
}
