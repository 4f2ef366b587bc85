using System.Text.Json;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary>What the directory and custom reports answer alike: the fields, then a row for each person.</summary>
internal static class ClassicTable
{
    /// <param name="more">Properties of each row that are no fields; null when there are none.</param>
    public static async Task WriteAsync(
        JsonAnswer answer, IReadOnlyCollection<ClassicField> fields, IEnumerable<Person> people, CompanyView view, bool onlyCurrent, Action<Utf8JsonWriter>? more = null)
    {
        var json = answer.Json;
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("id", field.Name);
            json.WriteString("type", field.Type);
            json.WriteString("name", field.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("employees");
        foreach (var person in people)
        {
            json.WriteStartObject();
            json.WriteString("id", PersonText.Id(person));
            foreach (var field in fields)
            {
                json.WriteString(field.Name, field.Read(person, view, onlyCurrent));
            }

            more?.Invoke(json);
            json.WriteEndObject();
            await answer.HandOnWhenLargeAsync();
        }

        json.WriteEndArray();
    }
}
