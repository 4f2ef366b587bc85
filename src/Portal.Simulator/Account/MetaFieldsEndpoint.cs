using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Employees;

namespace Portal.Simulator.Account;

/// <summary><c>GET /api/v1/meta/fields</c>: the classic field names. Lists what exists in the account, whatever the key may see.</summary>
internal static class MetaFieldsEndpoint
{
    public static async Task GetAsync(HttpContext context, CompanyView view)
    {
        var fields = ClassicFields.All.Select((field, index) => (Id: index + 1, Field: field));
        if (!VendorAnswers.WantsJson(context))
        {
            await VendorAnswers.XmlAsync(context, new XElement("fields", fields.Select(pair => new XElement("field",
                new XAttribute("id", pair.Id), new XAttribute("type", pair.Field.Type), new XAttribute("alias", pair.Field.Name), pair.Field.Label))));
            return;
        }

        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        json.WriteStartArray();
        foreach (var (id, field) in fields)
        {
            json.WriteStartObject();
            // Top-level fields have an integer id, sub-fields a dotted text.
            json.WriteNumber("id", id);
            json.WriteString("name", field.Label);
            json.WriteString("type", field.Type);
            json.WriteString("alias", field.Name);
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("id", (ClassicFields.All.Count() + 1).ToString(CultureInfo.InvariantCulture) + ".1");
        json.WriteString("name", view.Script.Name + " custom field");
        json.WriteString("type", "text");
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
