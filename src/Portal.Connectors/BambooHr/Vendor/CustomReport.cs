using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>
/// The older way to read people, for accounts without the employee dataset: one answer with everybody, Active and Inactive, and no total to
/// check against. BambooHR has deprecated it without an end date; this class can go when it does.
/// </summary>
internal sealed class CustomReport : IPeopleSource
{
    // onlyCurrent=false: leave dates that lie ahead are part of the answer only then.
    private const string Path = "/api/v1/reports/custom?format=json&onlyCurrent=false";

    private readonly BambooHrClient _client;

    private CustomReport(BambooHrClient client, VisibleFields visible) => (_client, Visible) = (client, visible);

    public VisibleFields Visible { get; }

    public bool CanFilter => false;

    /// <summary>A report drops what the key may not see without a word; what it says it contains is the permission sentinel.</summary>
    public static async Task<CustomReport> DiscoverAsync(BambooHrClient client, CustomerField? also, CancellationToken cancellationToken)
    {
        string[] wanted = also is { Table: null } ? [.. BambooHrFields.Needed, also.Name] : [.. BambooHrFields.Needed];
        var answer = new Answer(wanted, new Nobody());
        await client.ReadAsync(HttpMethod.Post, Path, Question(wanted), answer, cancellationToken);
        return new CustomReport(client, new VisibleFields(answer.Fields.Append(BambooHrFields.Id).ToHashSet(StringComparer.Ordinal)));
    }

    public async Task<PeopleReading<TSink>> ReadAsync<TSink>(
        PeopleQuery query, Func<TSink> start, IProgress<RowsRead>? progress, CancellationToken cancellationToken) where TSink : IPeopleSink
    {
        var sink = start();
        var answer = new Answer(query.Fields, sink);
        await _client.ReadAsync(HttpMethod.Post, Path, Question(query.Fields), answer, cancellationToken);
        progress?.Report(new RowsRead(answer.RowsRead, null));
        return new PeopleReading<TSink>(
            sink, BambooHrManifest.ReportRead, Pages: 1, answer.RowsRead, ProviderTotal: null, IsWhole: true, IsOrdered: false, Filter: null,
            [.. query.Fields.Where(f => f != BambooHrFields.Id && !answer.Fields.Contains(f))], Passes: 1);
    }

    private static JsonObject Question(IEnumerable<string> fields) => new()
    {
        ["title"] = "Compliance evidence",
        ["fields"] = new JsonArray([.. fields.Where(f => f != BambooHrFields.Id).Select(f => (JsonNode)f)]),
    };

    private sealed class Nobody : IPeopleSink
    {
        public void Take(PeopleRow row) { }
    }

    /// <summary><c>{"title":…,"fields":[{"id":"status","type":…,"name":…}],"employees":[{"id":"4","status":"Active","terminationDate":"0000-00-00"}]}</c></summary>
    private sealed class Answer(IReadOnlyList<string> fields, IPeopleSink sink) : IJsonItems
    {
        private readonly byte[][] _names = [.. fields.Select(f => Encoding.UTF8.GetBytes(f == BambooHrFields.Id ? "id" : f))];
        private readonly PeopleRow _row = new(fields);
        // History can give a person several rows; the id tells. 8 bytes a person is what this older way costs.
        private readonly HashSet<long> _seen = [];

        public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

        public long RowsRead { get; private set; }

        public bool IsList(string property) => property == "employees";

        public void Property(string name, ref Utf8JsonReader value)
        {
            if (name != "fields" || JsonNode.Parse(ref value) is not JsonArray listed)
            {
                return;
            }
            Fields.UnionWith(listed.Select(f => (f as JsonObject)?["id"]?.ToString()).OfType<string>());
        }

        public void Item(ref Utf8JsonReader item)
        {
            _row.Clear();
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
                    _row.Set(field, text);
                }
            }
            if (!long.TryParse(_row.Id, out var id))
            {
                throw new JsonException("An employee has no id.");
            }
            if (_seen.Add(id))
            {
                RowsRead++;
                sink.Take(_row);
            }
        }
    }
}
