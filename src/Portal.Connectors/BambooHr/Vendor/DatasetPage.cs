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

    public void Item(ref Utf8JsonReader item)
    {
        Row.Clear();
        if (item.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("A row is not an object.");
        }
        while (item.Read() && item.TokenType is JsonTokenType.PropertyName)
        {
            var isFields = item.ValueTextEquals("fields"u8);
            item.Read();
            // Nothing visible: an empty map, which comes as [].
            if (isFields && item.TokenType is JsonTokenType.StartObject)
            {
                ReadFields(ref item);
            }
            else
            {
                item.TrySkip();
            }
        }
        if (Row.Id.Length == 0)
        {
            throw new JsonException("A row has no eeid.");
        }
        RowsRead++;
        RowsOnPage++;
        Ids.Take(Row.Id);
        sink.Take(Row);
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

    private void ReadFields(ref Utf8JsonReader item)
    {
        while (item.Read() && item.TokenType is JsonTokenType.PropertyName)
        {
            var field = _names.Length - 1;
            while (field >= 0 && !item.ValueTextEquals(_names[field]))
            {
                field--;
            }
            item.Read();
            var text = LooseText.Read(ref item);
            if (field >= 0)
            {
                Row.Set(field, text);
            }
        }
    }
}
