using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary><c>GET /api/v1/employees/directory</c>: active people; 403 when it is not shared, 404 when it is empty.</summary>
internal static class DirectoryEndpoint
{
    private static readonly ClassicField[] Fields =
        [.. new[] { "firstName", "lastName", "workEmail", "department" }.Select(ClassicFields.Find).OfType<ClassicField>()];

    public static Task GetAsync(HttpContext context, CompanyView view)
    {
        if (!view.Script.DirectoryShared)
        {
            return VendorAnswers.RefuseAsync(context, 403, "The directory is not shared");
        }

        var people = view.People().Where(person => person.IsActive);
        return !people.Any() ? VendorAnswers.RefuseAsync(context, 404, "The directory is empty")
            : VendorAnswers.WantsJson(context) ? WriteJsonAsync(context, people, view)
            : WriteXmlAsync(context, people, view);
    }

    private static async Task WriteJsonAsync(HttpContext context, IEnumerable<Person> people, CompanyView view)
    {
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartObject();
        await ClassicTable.WriteAsync(answer, Fields, people, view, onlyCurrent: true, static row => row.WriteNumber("canUploadPhoto", 0));
        json.WriteEndObject();
    }

    private static Task WriteXmlAsync(HttpContext context, IEnumerable<Person> people, CompanyView view) =>
        VendorAnswers.XmlAsync(context, new XElement("directory",
            new XElement("fieldset", Fields.Select(field => new XElement("field", new XAttribute("id", field.Name), field.Label))),
            new XElement("employees", people.Select(person => new XElement("employee", new XAttribute("id", PersonText.Id(person)),
                Fields.Select(field => new XElement("field", new XAttribute("id", field.Name), field.Read(person, view, true))))))));
}
