using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>The employee dataset: the primary source. Pages of 1,000, ordered by the immutable id, checked against BambooHR's own total.</summary>
internal sealed class EmployeeDataset : IPeopleSource
{
    private const string Path = "/api/v2/datasets/employee/data";
    private const int PageSize = 1000;
    private const int MostPasses = 3;
    private const int MostFieldPages = 20;

    private readonly BambooHrClient _client;

    // What BambooHR refused once in this run is not asked again.
    private readonly HashSet<string> _refusedFilters = new(StringComparer.Ordinal);
    private bool _orderRefused;

    private EmployeeDataset(BambooHrClient client, VisibleFields visible) => (_client, Visible) = (client, visible);

    public VisibleFields Visible { get; }

    public bool CanFilter => true;

    public static string FieldsPath(int page) => string.Create(CultureInfo.InvariantCulture, $"/api/v1_2/datasets/employee/fields?page={page}&page_size=1000");

    /// <summary>Asks which fields the key can see.</summary>
    /// <returns>Null where there is no such dataset, or the key may not use datasets: a report may still do.</returns>
    public static async Task<EmployeeDataset?> DiscoverAsync(BambooHrClient client, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var page = 1; page <= MostFieldPages; page++)
            {
                var body = await client.GetAsync(FieldsPath(page), cancellationToken);
                if (body is not JsonObject answer || answer["fields"] is not { } listed)
                {
                    throw BambooHrErrors.Malformed("the list of fields is missing.", BambooHrManifest.FieldsRead);
                }
                // An empty list and an empty map look the same: [].
                names.UnionWith((listed as JsonArray ?? []).Select(f => (f as JsonObject)?["name"]?.ToString()).OfType<string>());
                if (answer["pagination"] is not JsonObject pagination || !int.TryParse(pagination["total_pages"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var pages) || page >= pages)
                {
                    break;
                }
                client.RefuseForeignLink(pagination["next_page"]?.ToString(), BambooHrManifest.FieldsRead);
            }
        }
        catch (ConnectorException refused) when (IsNoDataset(refused.Error))
        {
            return null;
        }
        return new EmployeeDataset(client, new VisibleFields(names));
    }

    public async Task<PeopleReading<TSink>> ReadAsync<TSink>(
        PeopleQuery query, Func<TSink> start, IProgress<RowsRead>? progress, CancellationToken cancellationToken) where TSink : IPeopleSink
    {
        PeopleReading<TSink> reading;
        var pass = 0;
        do
        {
            reading = await PassAsync(query, start(), ++pass, progress, cancellationToken);
        }
        while (!reading.IsWhole && pass < MostPasses);
        return reading;
    }

    /// <summary>How many rows BambooHR says match, from one row; null when it does not accept the filter.</summary>
    public async Task<long?> CountAsync(PeopleQuery query, CancellationToken cancellationToken)
    {
        var page = new DatasetPage(query.Fields, new Ignored());
        try
        {
            await _client.ReadAsync(HttpMethod.Post, Path, Question(query, query.Filter, page: 1, pageSize: 1), page, cancellationToken);
        }
        catch (ConnectorException refused) when (refused.Error.ProviderStatus is 400 or 422)
        {
            return null;
        }
        _client.RefuseForeignLink(page.Next, BambooHrManifest.DataRead);
        return page.Total();
    }

    /// <summary>The first page of anybody, to learn what rows look like.</summary>
    public async Task<TSink> SampleAsync<TSink>(IReadOnlyList<string> fields, Func<TSink> start, CancellationToken cancellationToken) where TSink : IPeopleSink
    {
        var sink = start();
        var page = new DatasetPage(fields, sink);
        await FirstPageAsync(new PeopleQuery(fields, RowsPerPerson: true), page, cancellationToken);
        return sink;
    }

    private static bool IsNoDataset(ConnectorError error) =>
        error.ProviderStatus is 403 or 404 or 405 or 410 or 422 && error.Code is not ConnectorErrorCode.RateLimited;

    private async Task<PeopleReading<TSink>> PassAsync<TSink>(
        PeopleQuery query, TSink sink, int pass, IProgress<RowsRead>? progress, CancellationToken cancellationToken) where TSink : IPeopleSink
    {
        var page = new DatasetPage(query.Fields, sink) { Ids = new AscendingIds(query.RowsPerPerson) };
        await using var ahead = new PageAhead(_client, cancellationToken);
        string? filter = null;
        long? total = null;
        for (var number = 1; ; number++)
        {
            page.Begin();
            if (number == 1)
            {
                filter = await FirstPageAsync(query, page, cancellationToken);
            }
            else
            {
                await LaterPageAsync(ahead, number, total, n => Question(query, filter, n, PageSize), page, cancellationToken);
            }
            _client.RefuseForeignLink(page.Next, BambooHrManifest.DataRead);
            var now = page.Total();
            var moved = page.Ids.SeamMoved || (total is { } before && before != now);
            total = now;
            progress?.Report(new RowsRead(page.RowsRead, total));
            if (moved || page.RowsRead >= total || page.RowsOnPage == 0)
            {
                return new PeopleReading<TSink>(
                    sink, BambooHrManifest.DataRead, number, page.RowsRead, total, IsWhole: !moved && page.RowsRead == total,
                    page.Ids.IsOrdered && !_orderRefused, filter, page.RowsRead == 0 ? [] : [.. page.Row.NeverSent], pass);
            }
        }
    }

    /// <summary>
    /// Reads the first page. How dates are written in filters is not documented, so a refused filter is dropped and the rows are filtered here;
    /// then a refused order. Only the first page may learn that: later pages of another question would not fit the first.
    /// </summary>
    /// <returns>The filter BambooHR accepted.</returns>
    private async Task<string?> FirstPageAsync(PeopleQuery query, DatasetPage page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var filter = query.Filter is { } wanted && !_refusedFilters.Contains(wanted) ? wanted : null;
            try
            {
                await _client.ReadAsync(HttpMethod.Post, Path, Question(query, filter, 1, PageSize), page, cancellationToken);
                return filter;
            }
            catch (ConnectorException refused) when (refused.Error.ProviderStatus is 400 or 422 && (filter is not null || !_orderRefused))
            {
                if (filter is not null)
                {
                    _refusedFilters.Add(filter);
                }
                else
                {
                    _orderRefused = true;
                }
            }
        }
    }

    /// <param name="total">Rows in all, as the pages before said.</param>
    private async Task LaterPageAsync(
        PageAhead ahead, int number, long? total, Func<int, JsonObject> question, DatasetPage page, CancellationToken cancellationToken)
    {
        using var answer = await (ahead.Take() ?? _client.AskAsync(HttpMethod.Post, Path, question(number), cancellationToken));
        if (page.RowsRead + PageSize < total)
        {
            ahead.Ask(Path, question(number + 1));
        }
        await _client.ReadAsync(answer, page, cancellationToken);
    }

    private JsonObject Question(PeopleQuery query, string? filter, int page, int pageSize)
    {
        var question = new JsonObject { ["fields"] = new JsonArray([.. query.Fields.Select(f => (JsonNode)f)]) };
        if (filter is not null)
        {
            question["filter"] = filter;
        }
        if (!_orderRefused)
        {
            question["orderBy"] = $"{query.Fields[0]} asc";
        }
        question["page"] = page;
        question["pageSize"] = pageSize;
        return question;
    }

    private sealed class Ignored : IPeopleSink
    {
        public void Take(PeopleRow row) { }
    }
}
