using System.Text.Json;
using Portal.Simulator.Access;

namespace Portal.Simulator.Datasets;

/// <summary>The body of a dataset request, checked.</summary>
internal sealed record DatasetQuery(
    IReadOnlyList<DatasetField> Fields, Filter? Filter, string? FilterText, IReadOnlyList<(DatasetField Field, bool Descending)> OrderBy, string? OrderText,
    int Page, int PageSize)
{
    public const int LargestPage = 1_000;
    private const int DefaultPage = 100;
    private const int MostFields = 400;

    /// <summary>Task fields turn one row per person into one row per task.</summary>
    public bool UsesTasks => Fields.Any(column => column.IsTaskField) || Filter is { UsesTasks: true };

    /// <exception cref="QueryException">The body asks for something the vendor refuses.</exception>
    public static DatasetQuery Read(ReadOnlyMemory<byte> body, CompanyView view)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new QueryException(400, "INVALID_REQUEST", "The body must be an object.");
        }

        var names = Names(root);
        var filterText = Text(root, "filter");
        var orderText = Text(root, "orderBy");
        return new(
            [.. names.Select(name => FieldCatalog.Find(name, view)).OfType<DatasetField>()],
            filterText is null ? null : ReadFilter(filterText, view), filterText,
            orderText is null ? [] : ReadOrder(orderText, names, view), orderText,
            Number(root, "page", 1, int.MaxValue), Number(root, "pageSize", DefaultPage, LargestPage));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw new QueryException(400, "INVALID_REQUEST", "The body is not valid JSON.");
        }
    }

    private static List<string> Names(JsonElement root)
    {
        if (!root.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array || fields.GetArrayLength() == 0
            || fields.EnumerateArray().Any(field => field.ValueKind != JsonValueKind.String))
        {
            throw new QueryException(400, "INVALID_REQUEST", "fields must be a list of field names.");
        }

        return fields.GetArrayLength() <= MostFields
            ? [.. fields.EnumerateArray().Select(field => field.GetString()!).Distinct(StringComparer.Ordinal)]
            : throw new QueryException(422, "TOO_MANY_FIELDS", "At most 400 fields may be requested.");
    }

    private static Filter ReadFilter(string text, CompanyView view)
    {
        if (view.Key.Filters == FilterSupport.None)
        {
            throw new QueryException(422, "INVALID_FILTER", "Filters are not supported for this dataset.");
        }

        try
        {
            var filter = FilterParser.Parse(text, view);
            return view.Key.Filters == FilterSupport.NoDates && filter.Literals.Any(FilterParser.IsDate)
                ? throw new QueryException(400, "INVALID_FILTER", "Date literals are not supported in filters.")
                : filter;
        }
        catch (FilterException exception)
        {
            throw new QueryException(422, "INVALID_FILTER", exception.Message);
        }
    }

    private static List<(DatasetField Field, bool Descending)> ReadOrder(string text, List<string> requested, CompanyView view)
    {
        var rules = new List<(DatasetField Field, bool Descending)>();
        foreach (var rule in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var field = words.Length <= 2 && requested.Contains(words[0]) ? FieldCatalog.Find(words[0], view) : null;
            if (field is null || words.Length == 2 && words[1] is not ("asc" or "desc"))
            {
                throw new QueryException(422, "INVALID_ORDER", $"Cannot sort by '{rule}'; sorted fields must be requested.");
            }

            rules.Add((field, words is [_, "desc"]));
        }

        return rules;
    }

    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new QueryException(422, "INVALID_REQUEST", $"{name} must be text.");

    private static int Number(JsonElement root, string name, int otherwise, int most) =>
        !root.TryGetProperty(name, out var value) ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= most ? number
        : throw new QueryException(422, "INVALID_PAGINATION", $"{name} is out of range.");
}

/// <summary>The vendor refuses the query.</summary>
internal sealed class QueryException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;
}
