using System.Buffers;
using System.Text.Json;

namespace Portal.Connectors.Sdk.Json;

/// <summary>
/// What to do with the pieces of a large answer. The reader given is a copy, good for this one value, which is whole, but not the last of the
/// answer: skip with <c>TrySkip</c>, because <c>Skip</c> refuses to work before the last block.
/// </summary>
internal interface IJsonItems
{
    /// <summary>Whether the array under this top-level property is handed over element by element.</summary>
    bool IsList(string property) => false;

    /// <summary>One element of such an array, or of an array at the root. The reader stands on its first token.</summary>
    void Item(ref Utf8JsonReader item) { }

    /// <summary>
    /// As <see cref="Item"/>, for large lists: the element need not be whole, and the reader is left on its last token. Nothing may come of an
    /// element that is not whole; it is handed over again when more of it is there.
    /// </summary>
    /// <returns>False when the reader ran out.</returns>
    bool TryItem(ref Utf8JsonReader item)
    {
        var whole = item;
        if (!item.TrySkip())
        {
            return false;
        }
        Item(ref whole);
        return true;
    }

    /// <summary>Any other top-level property. The reader stands on the first token of its value.</summary>
    void Property(string name, ref Utf8JsonReader value) { }
}

/// <summary>
/// Reads a JSON object or array from a stream, holding one element at a time. System.Text.Json streams arrays at the root only, and vendors
/// put theirs one level down.
/// </summary>
internal static class JsonItems
{
    private const int LargestItem = 1024 * 1024;
    private const int FirstBuffer = 64 * 1024;

    /// <exception cref="JsonException">Not JSON, cut off, or neither an object nor an array.</exception>
    public static async Task ReadAsync(Stream json, IJsonItems items, CancellationToken cancellationToken)
    {
        // One piece of memory: over several, the reader is half as fast.
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var parser = new Parser(items);
        try
        {
            var held = 0;
            while (true)
            {
                var read = await json.ReadAsync(buffer.AsMemory(held), cancellationToken);
                held += read;
                var consumed = parser.Take(buffer.AsSpan(0, held), isLast: read == 0);
                if (read == 0)
                {
                    parser.EnsureWhole();
                    return;
                }
                held -= consumed;
                if (held > LargestItem)
                {
                    throw new JsonException("A single element is larger than 1 MiB.");
                }
                buffer = WithRoom(buffer, consumed, held);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Moves what is left to the front, of a larger buffer if it fills this one by half.</summary>
    private static byte[] WithRoom(byte[] buffer, int from, int count)
    {
        if (count <= buffer.Length / 2)
        {
            buffer.AsSpan(from, count).CopyTo(buffer);
            return buffer;
        }
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(from, count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private sealed class Parser(IJsonItems items)
    {
        private JsonReaderState _state;
        private Place _place = Place.Start;
        private Place _afterList = Place.End;

        private enum Place { Start, InObject, InList, End }

        /// <returns>How many bytes are done with.</returns>
        public int Take(ReadOnlySpan<byte> buffer, bool isLast)
        {
            var reader = new Utf8JsonReader(buffer, isLast, _state);
            while (true)
            {
                var before = reader;
                if (!Step(ref reader))
                {
                    _state = before.CurrentState;
                    return (int)before.BytesConsumed;
                }
            }
        }

        public void EnsureWhole()
        {
            if (_place != Place.End)
            {
                throw new JsonException("The answer was cut off.");
            }
        }

        /// <returns>False when the buffer does not hold a whole piece yet; the caller then goes back to before the step.</returns>
        private bool Step(ref Utf8JsonReader reader)
        {
            if (!reader.Read())
            {
                return false;
            }
            switch (_place)
            {
                case Place.Start:
                    _place = reader.TokenType switch
                    {
                        JsonTokenType.StartObject => Place.InObject,
                        JsonTokenType.StartArray => Place.InList,
                        _ => throw new JsonException("Neither an object nor an array."),
                    };
                    return true;
                case Place.InObject when reader.TokenType is JsonTokenType.EndObject:
                    _place = Place.End;
                    return true;
                case Place.InObject:
                    return Property(ref reader);
                case Place.InList when reader.TokenType is JsonTokenType.EndArray:
                    _place = _afterList;
                    return true;
                case Place.InList:
                    return items.TryItem(ref reader);
                default:
                    throw new JsonException("Something follows the answer.");
            }
        }

        private bool Property(ref Utf8JsonReader reader)
        {
            var name = reader.GetString()!;
            if (!reader.Read())
            {
                return false;
            }
            if (reader.TokenType is JsonTokenType.StartArray && items.IsList(name))
            {
                (_place, _afterList) = (Place.InList, Place.InObject);
                return true;
            }
            var value = reader;
            if (!reader.TrySkip())
            {
                return false;
            }
            items.Property(name, ref value);
            return true;
        }
    }
}
