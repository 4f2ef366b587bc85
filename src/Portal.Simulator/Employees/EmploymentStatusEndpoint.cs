using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary>
/// <c>GET /api/v1/employees/all/tables/employmentStatus</c>: every status somebody had, has or will have, unsorted, inactive people
/// included. Some first rows carry a zero date, as migrated records do.
/// </summary>
internal static class EmploymentStatusEndpoint
{
    private const string Table = "employmentStatus";

    public static Task GetAsync(HttpContext context, string id, string table, CompanyView view)
    {
        if (table != Table)
        {
            return VendorAnswers.RefuseAsync(context, 404, "Table not found");
        }

        var people = id == "all" ? view.People()
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && view.Find(number) is { } person ? [person]
            : null;
        return people is null
            ? VendorAnswers.RefuseAsync(context, 404, "Employee not found, Employee not found")
            : VendorAnswers.WantsJson(context) ? WriteJsonAsync(context, people, view) : WriteXmlAsync(context, people, view);
    }

    private static async Task WriteJsonAsync(HttpContext context, IEnumerable<Person> people, CompanyView view)
    {
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartArray();
        foreach (var row in Rows(people, view))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Columns(row, view))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            await answer.HandOnWhenLargeAsync();
        }

        json.WriteEndArray();
    }

    private static Task WriteXmlAsync(HttpContext context, IEnumerable<Person> people, CompanyView view) =>
        VendorAnswers.XmlAsync(context, new XElement("table", Rows(people, view).Select(row => new XElement("row",
            new XAttribute("id", row.Id), new XAttribute("employeeId", row.EmployeeId),
            Columns(row, view).Skip(2).Select(column => new XElement("field", new XAttribute("id", column.Name), column.Value))))));

    private static IEnumerable<(string Name, string? Value)> Columns(StatusRow row, CompanyView view)
    {
        yield return ("id", row.Id);
        yield return ("employeeId", row.EmployeeId);
        if (view.Sees("employmentStatusEffectiveDate"))
        {
            yield return ("date", row.Date);
        }

        if (view.Sees(Table))
        {
            yield return (Table, row.Status);
        }

        yield return ("comment", null);
        yield return ("terminationReasonId", row.IsLeave ? "1" : null);
        yield return ("terminationTypeId", row.IsLeave ? "1" : null);
        yield return ("terminationRehireId", null);
    }

    /// <summary>The latest row of a person comes first for every other person, so that no order can be relied on.</summary>
    private static IEnumerable<StatusRow> Rows(IEnumerable<Person> people, CompanyView view) =>
        people.SelectMany(person => person.Id % 2 == 0 ? RowsOf(person, view) : RowsOf(person, view).Reverse());

    private static IEnumerable<StatusRow> RowsOf(Person person, CompanyView view)
    {
        var label = PersonText.WorkingLabel(person);
        var migrated = Scramble.Below(50, view.Roster.Salt, person.Id, 1, Purpose.EmptyDate) == 0;
        yield return Row(person, 0, migrated ? PersonText.ZeroDate : PersonText.Date(person.Hired), label, false);
        if (person.Left != 0)
        {
            yield return Row(person, 1, PersonText.Date(person.Left), view.Script.LeaverLabel, true);
        }

        if (person.Returned != 0)
        {
            yield return Row(person, 2, PersonText.Date(person.Returned), label, false);
        }

        if (person.LeftAgain != 0)
        {
            yield return Row(person, 3, PersonText.Date(person.LeftAgain), view.Script.LeaverLabel, true);
        }
    }

    private static StatusRow Row(Person person, int index, string? date, string status, bool isLeave) =>
        new((person.Id * 10L + index).ToString(CultureInfo.InvariantCulture), PersonText.Id(person), date, status, isLeave);

    private readonly record struct StatusRow(string Id, string EmployeeId, string? Date, string Status, bool IsLeave);
}
