using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary><c>GET /api/v1/employees/{id}</c>; id 0 is the key's owner, and the vendor's own way to test a key.</summary>
internal static class EmployeeEndpoints
{
    private const string NotFound = "Employee not found, Employee not found";
    private const int MostFields = 400;

    public static Task GetAsync(HttpContext context, string id, CompanyView view)
    {
        if (id == "0")
        {
            return view.Key.OwnerIsNoEmployee
                ? VendorAnswers.RefuseAsync(context, 404, NotFound)
                : WriteAsync(context, view.OwnerId.ToString(CultureInfo.InvariantCulture), []);
        }

        var number = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        if (view.Roster.Find(number) is null)
        {
            return VendorAnswers.RefuseAsync(context, 404, NotFound);
        }

        if (view.Find(number) is not { } person)
        {
            return VendorAnswers.RefuseAsync(context, 403, "You do not have access to this employee");
        }

        var asked = context.Request.Query["fields"].ToString() is { Length: > 0 } list ? list.Split(',') : ["firstName", "lastName"];
        if (asked.Length > MostFields)
        {
            return VendorAnswers.RefuseAsync(context, 400, "Too many fields");
        }

        var values = asked.Where(view.Sees)
            .Select(name => (Name: name, Field: ClassicFields.Find(name)))
            .Where(pair => pair.Field is not null)
            .Select(pair => (pair.Name, pair.Field!.Read(person, view, false)));
        return WriteAsync(context, PersonText.Id(person), values);
    }

    private static async Task WriteAsync(HttpContext context, string id, IEnumerable<(string Name, string? Value)> values)
    {
        if (!VendorAnswers.WantsJson(context))
        {
            await VendorAnswers.XmlAsync(context, new XElement("employee", new XAttribute("id", id),
                values.Select(pair => new XElement("field", new XAttribute("id", pair.Name), pair.Value))));
            return;
        }

        await using var answer = JsonAnswer.Begin(context);
        answer.Json.WriteStartObject();
        answer.Json.WriteString("id", id);
        foreach (var (name, value) in values)
        {
            answer.Json.WriteString(name, value);
        }

        answer.Json.WriteEndObject();
    }
}
