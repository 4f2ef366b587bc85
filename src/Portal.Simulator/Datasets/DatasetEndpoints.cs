using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;

namespace Portal.Simulator.Datasets;

/// <summary><c>GET /api/v1_2/datasets/employee/fields</c> and <c>POST /api/v2/datasets/employee/data</c>.</summary>
internal sealed class DatasetEndpoints(RowSelection selection)
{
    private const string Dataset = "employee";

    public static async Task FieldsAsync(HttpContext context, string dataset, CompanyView view)
    {
        if (dataset != Dataset || view.Key.DatasetsMissing)
        {
            await VendorAnswers.ProblemAsync(context, 422, "DATASET_NOT_FOUND", "Dataset not found", $"There is no dataset '{dataset}'.");
            return;
        }

        var fields = FieldCatalog.VisibleTo(view).ToList();
        var pageSize = Math.Clamp(Query(context, "page_size", 500), 1, 1_000);
        var pages = Math.Max(1, (fields.Count + pageSize - 1) / pageSize);
        // Out-of-range pages are clamped, as documented.
        var page = Math.Clamp(Query(context, "page", 1), 1, pages);

        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteStartObject("pagination");
        json.WriteNumber("total_records", fields.Count);
        json.WriteNumber("current_page", page);
        json.WriteNumber("total_pages", pages);
        json.WriteString("next_page", page < pages ? FieldsLink(view, page + 1, pageSize) : null);
        json.WriteString("prev_page", page > 1 ? FieldsLink(view, page - 1, pageSize) : null);
        json.WriteEndObject();
        json.WriteString("name", Dataset);
        json.WriteString("label", "Employee");
        json.WriteStartArray("fields");
        foreach (var field in fields.Skip((page - 1) * pageSize).Take(pageSize))
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("label", field.Label);
            json.WriteString("parentType", field.IsTaskField || field.Section == DatasetSection.EmploymentStatus ? "table" : "page");
            json.WriteString("parentName", field.Section.ToString());
            json.WriteString("entityName", JsonNamingPolicy.CamelCase.ConvertName(field.Section.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public async Task DataAsync(HttpContext context, string dataset, ReadOnlyMemory<byte> body, CompanyView view)
    {
        if (dataset != Dataset || view.Key.DatasetsMissing)
        {
            await VendorAnswers.ProblemAsync(context, 404, "DATASET_NOT_FOUND", "Dataset not found", $"There is no dataset '{dataset}'.");
            return;
        }

        DatasetQuery query;
        try
        {
            query = DatasetQuery.Read(body, view);
        }
        catch (QueryException refused)
        {
            await VendorAnswers.ProblemAsync(context, refused.Status, refused.Code, "Invalid request", refused.Message);
            return;
        }

        await WritePageAsync(context, query, Moved(selection.Select(query, view), query, view), view);
    }

    private static async Task WritePageAsync(HttpContext context, DatasetQuery query, ArraySegment<RowAddress> rows, CompanyView view)
    {
        var pages = (rows.Count + query.PageSize - 1) / query.PageSize;
        var first = (int)Math.Min(rows.Count, (query.Page - 1L) * query.PageSize);
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var address in rows.Slice(first, Math.Min(query.PageSize, rows.Count - first)))
        {
            WriteRow(json, query, RowSelection.Load(address, view), view);
            await answer.HandOnWhenLargeAsync();
        }

        json.WriteEndArray();
        json.WritePropertyName("links");
        WriteLinks(json, query, pages, view);
        json.WriteStartObject("meta");
        json.WriteNumber("page", query.Page);
        json.WriteNumber("pageSize", query.PageSize);
        json.WriteNumber("totalPages", pages);
        json.WriteNumber("totalItems", rows.Count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, DatasetQuery query, in DatasetRow row, CompanyView view)
    {
        json.WriteStartObject();
        json.WritePropertyName("fields");
        if (query.Fields.Count == 0)
        {
            // Nothing the key may see was left: an empty map, written the vendor's way.
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            foreach (var field in query.Fields)
            {
                json.WriteString(field.Name, FieldCatalog.Read(field, row, view));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, DatasetQuery query, int pages, CompanyView view)
    {
        if (query.Page >= pages && !view.Key.NextLinkElsewhere)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        var root = view.Key.NextLinkElsewhere ? new Uri("https://elsewhere.example/") : view.ApiRoot;
        json.WriteStartObject();
        json.WriteString("next", DataLink(root, query.Page + 1, query.PageSize));
        json.WriteString("prev", query.Page > 1 ? DataLink(root, query.Page - 1, query.PageSize) : null);
        json.WriteEndObject();
    }

    private static ArraySegment<RowAddress> Moved(RowAddress[] rows, DatasetQuery query, CompanyView view)
    {
        if (view.Key.Boundary == PageBoundary.Still || rows.Length == 0)
        {
            return rows;
        }

        var moved = view.Memory.ListHasMoved(query.Page);
        var firstIsThere = moved == (view.Key.Boundary == PageBoundary.Grows);
        return firstIsThere ? rows : new ArraySegment<RowAddress>(rows, 1, rows.Length - 1);
    }

    private static string DataLink(Uri root, int page, int pageSize) => string.Create(CultureInfo.InvariantCulture,
        $"{root}api/v2/datasets/{Dataset}/data?page={page}&pageSize={pageSize}");

    private static string FieldsLink(CompanyView view, int page, int pageSize) => string.Create(CultureInfo.InvariantCulture,
        $"{view.ApiRoot}api/v1_2/datasets/{Dataset}/fields?page={page}&page_size={pageSize}");

    private static int Query(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
