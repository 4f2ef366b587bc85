using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary><c>GET /api/v1/employees/{id|all}/tables/{table}</c>: unsorted, inactive people included. Columns the key may not see are left out.</summary>
internal static class TableEndpoint
{
    private static readonly Dictionary<string, Func<Person, CompanyView, IEnumerable<TableRow>>> Tables = new(StringComparer.Ordinal)
    {
        ["employmentStatus"] = EmploymentStatusTable.RowsOf,
        ["customOnboarding"] = OnboardingTable.RowsOf,
    };

    public static Task GetAsync(HttpContext context, string id, string table, CompanyView view)
    {
        if (!Tables.TryGetValue(table, out var rowsOf))
        {
            return VendorAnswers.RefuseAsync(context, 404, "Table not found");
        }

        var people = id == "all" ? view.People()
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && view.Find(number) is { } person ? [person]
            : null;
        if (people is null)
        {
            return VendorAnswers.RefuseAsync(context, 404, "Employee not found, Employee not found");
        }

        // Latest first for every other person, so that no order can be relied on.
        var rows = people.SelectMany(person => person.Id % 2 == 0 ? rowsOf(person, view) : rowsOf(person, view).Reverse());
        return VendorAnswers.WantsJson(context) ? WriteJsonAsync(context, rows) : WriteXmlAsync(context, rows);
    }

    private static async Task WriteJsonAsync(HttpContext context, IEnumerable<TableRow> rows)
    {
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("employeeId", row.EmployeeId);
            foreach (var (name, value) in row.Columns)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            await answer.HandOnWhenLargeAsync();
        }

        json.WriteEndArray();
    }

    private static Task WriteXmlAsync(HttpContext context, IEnumerable<TableRow> rows) =>
        VendorAnswers.XmlAsync(context, new XElement("table", rows.Select(row => new XElement("row",
            new XAttribute("id", row.Id), new XAttribute("employeeId", row.EmployeeId),
            row.Columns.Select(column => new XElement("field", new XAttribute("id", column.Name), column.Value))))));
}

internal sealed record TableRow(string Id, string EmployeeId, IReadOnlyList<(string Name, string? Value)> Columns)
{
    public static TableRow Of(Person person, int index, IReadOnlyList<(string Name, string? Value)> columns) =>
        new((person.Id * 10L + index).ToString(CultureInfo.InvariantCulture), PersonText.Id(person), columns);
}
