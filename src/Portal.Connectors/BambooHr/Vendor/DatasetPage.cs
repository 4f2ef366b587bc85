using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>
/// One page: <c>{"data":[{"fields":{"eeid":"4","status":"Active"}}],"links":{"next":…}|[],"meta":{"totalItems":214,…}}</c>. Rows go straight
/// to the sink; nothing of a page is kept.
/// </summary>
internal sealed class DatasetPage(IReadOnlyList<string> fields, IPeopleSink sink) : IJsonItems
{
    private readonly byte[][] _names = [.. fields.Select(Encoding.UTF8.GetBytes)];
    private readonly string?[] _latest = new string?[fields.Count];
    private long? _total;

    public AscendingIds Ids { get; init; } = new(mayRepeat: true);

    public PeopleRow Row { get; } = new(fields);

    public long RowsRead { get; private set; }

    public int RowsOnPage { get; private set; }

    public string? Next { get; private set; }

    public void Begin()
    {
        (_total, Next, RowsOnPage) = (null, null, 0);
        Ids.BeginPage();
    }

    /// <exception cref="Sdk.ConnectorException">BambooHR did not say how many rows there are, so completeness could not be checked.</exception>
    public long Total() => _total ?? throw BambooHrErrors.Malformed("it does not say how many rows there are (meta.totalItems).", BambooHrManifest.DataRead);

    public bool IsList(string property) => property == "data";

    public bool TryItem(ref Utf8JsonReader item)
    {
        Row.Clear();
        if (item.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("A row is not an object.");
        }
        while (item.Read())
        {
            if (item.TokenType is JsonTokenType.EndObject)
            {
                Done();
                return true;
            }
            if (!TryProperty(ref item))
            {
                return false;
            }
        }
        return false;
    }

    public void Property(string name, ref Utf8JsonReader value)
    {
        if (name is not ("links" or "meta") || value.TokenType is not JsonTokenType.StartObject)
        {
            return;
        }
        while (value.Read() && value.TokenType is JsonTokenType.PropertyName)
        {
            var wanted = value.GetString();
            value.Read();
            var text = LooseText.Read(ref value);
            if (wanted == "next")
            {
                Next = text;
            }
            else if (wanted == "totalItems" && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var total))
            {
                _total = total;
            }
        }
    }

    private void Done()
    {
        if (Row.Id.Length == 0)
        {
            throw new JsonException("A row has no eeid.");
        }
        RowsRead++;
        RowsOnPage++;
        Ids.Take(Row.Id);
        sink.Take(Row);
    }

    /// <returns>False, and the reader anywhere, when it ran out.</returns>
    private bool TryProperty(ref Utf8JsonReader item)
    {
        var isFields = item.ValueTextEquals("fields"u8);
        if (!item.Read())
        {
            return false;
        }
        // Nothing visible: an empty map, which comes as [].
        return isFields && item.TokenType is JsonTokenType.StartObject ? TryFields(ref item) : item.TrySkip();
    }

    private bool TryFields(ref Utf8JsonReader item)
    {
        var expected = 0;
        while (item.Read())
        {
            if (item.TokenType is JsonTokenType.EndObject)
            {
                return true;
            }
            var field = FieldOf(ref item, expected);
            if (!item.Read() || (item.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && !item.TrySkip()))
            {
                return false;
            }
            if (field >= 0)
            {
                Row.Set(field, Value(ref item, field));
                expected = field + 1;
            }
        }
        return false;
    }

    /// <summary>Fields mostly come in the order in which they were asked for.</summary>
    private int FieldOf(ref Utf8JsonReader name, int expected)
    {
        if (expected < _names.Length && name.ValueTextEquals(_names[expected]))
        {
            return expected;
        }
        var field = _names.Length - 1;
        while (field >= 0 && !name.ValueTextEquals(_names[field]))
        {
            field--;
        }
        return field;
    }

    /// <summary>A value that the row before had as well (a status, the name of a list) is the same string again.</summary>
    private string? Value(ref Utf8JsonReader value, int field) => value.TokenType switch
    {
        JsonTokenType.String when _latest[field] is { } latest && value.ValueTextEquals(latest) => latest,
        JsonTokenType.EndObject or JsonTokenType.EndArray => null,
        _ => _latest[field] = LooseText.Read(ref value),
    };
}
