using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary>
/// <c>POST /api/v1/reports/custom</c>. Fields that are unknown or not permitted are left out without a word. Formats: json and xml;
/// the vendor's csv, xls and pdf are not simulated and answer 404 like an unknown format.
/// </summary>
internal static class CustomReportEndpoint
{
    private const int MostFields = 400;

    public static Task PostAsync(HttpContext context, ReadOnlyMemory<byte> body, CompanyView view)
    {
        var format = Format(context);
        if (format is not ("json" or "xml"))
        {
            return VendorAnswers.RefuseAsync(context, 404, "Report format not found");
        }

        // Anything but the exact type, a charset included, makes the vendor parse the body as XML.
        var isJson = context.Request.ContentType == "application/json";
        if ((isJson ? ReadJson(body) : ReadXml(body)) is not { } request)
        {
            return VendorAnswers.RefuseAsync(context, 400, isJson ? "Malformed JSON" : "Malformed XML");
        }

        if (request.Fields.Count > MostFields)
        {
            return VendorAnswers.RefuseAsync(context, 400, "Too many fields");
        }

        var fields = request.Fields.Where(view.Sees).Select(ClassicFields.Find).OfType<ClassicField>().Distinct().ToList();
        var onlyCurrent = context.Request.Query["onlyCurrent"].ToString() is not ("false" or "0");
        var people = view.People().Where(person => request.EmployeeIds is null || request.EmployeeIds.Contains(person.Id));
        return format == "json"
            ? WriteJsonAsync(context, request.Title, fields, people, onlyCurrent, view)
            : WriteXmlAsync(context, request.Title, fields, people, onlyCurrent, view);
    }

    private static string Format(HttpContext context) =>
        context.Request.Query["format"].ToString() is { Length: > 0 } format ? format.ToLowerInvariant() : context.Request.Headers.Accept.ToString() switch
        {
            "application/json" => "json",
            "text/xml" => "xml",
            var other => other,
        };

    private static ReportRequest? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var ids = root.TryGetProperty("filters", out var filters) && filters.ValueKind == JsonValueKind.Object
                && filters.TryGetProperty("employeeIds", out var list)
                ? list.EnumerateArray().Select(id => id.GetInt32()).ToHashSet()
                : null;
            return new(
                root.TryGetProperty("title", out var title) ? title.GetString() ?? "" : "",
                root.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(field => field.GetString() ?? "")] : [], ids);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ReportRequest? ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray());
            var root = XDocument.Load(stream).Root;
            return root?.Name.LocalName != "report" ? null : new(
                (string?)root.Element("title") ?? "",
                [.. root.Elements("fields").Elements("field").Select(field => (string?)field.Attribute("id") ?? "")],
                root.Element("filters")?.Element("employeeIds")?.Elements("employeeId")
                    .Select(id => int.TryParse(id.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet());
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static async Task WriteJsonAsync(
        HttpContext context, string title, List<ClassicField> fields, IEnumerable<Person> people, bool onlyCurrent, CompanyView view)
    {
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteString("title", title);
        await ClassicTable.WriteAsync(answer, fields, people, view, onlyCurrent);
        json.WriteEndObject();
    }

    private static Task WriteXmlAsync(
        HttpContext context, string title, List<ClassicField> fields, IEnumerable<Person> people, bool onlyCurrent, CompanyView view) =>
        VendorAnswers.XmlAsync(context, new XElement("report",
            new XElement("title", title),
            new XElement("fields", fields.Select(field => new XElement("field",
                new XAttribute("id", field.Name), new XAttribute("type", field.Type), field.Label))),
            new XElement("employees", people.Select(person => new XElement("employee", new XAttribute("id", PersonText.Id(person)),
                fields.Select(field => new XElement("field", new XAttribute("id", field.Name), field.Read(person, view, onlyCurrent))))))));

    private sealed record ReportRequest(string Title, IReadOnlyList<string> Fields, IReadOnlySet<int>? EmployeeIds);
}
