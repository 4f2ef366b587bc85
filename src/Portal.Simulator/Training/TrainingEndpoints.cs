using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;
using Portal.Simulator.Population;

namespace Portal.Simulator.Training;

/// <summary>
/// <c>GET /api/v1/training/type</c> and <c>GET /api/v1/training/record/employee/{id}</c>, in the shapes that were recorded from a live
/// account, which are not the documented ones: ids are texts, and an empty map is <c>[]</c>.
/// </summary>
internal static class TrainingEndpoints
{
    private static readonly TrainingType[] Types =
    [
        new("14", "Security awareness for new hires", true, "14", "12", "18353", "Security"),
        new("15", "Code of conduct", true, "7", null, null, null),
        new("16", "Data protection basics", true, "30", "24", "18353", "Security"),
        new("17", "First aid", false, null, "24", null, null),
    ];

    public static async Task TypesAsync(HttpContext context, CompanyView view)
    {
        if (await RefusedAsync(context, view))
        {
            return;
        }

        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        VendorAnswers.WriteMap(json, view.Trainings == TrainingData.Absent ? [] : Types, type => WriteType(json, type));
    }

    public static async Task RecordsAsync(HttpContext context, string employeeId, CompanyView view)
    {
        if (await RefusedAsync(context, view))
        {
            return;
        }

        if (!int.TryParse(employeeId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || view.Find(id) is not { } person)
        {
            await VendorAnswers.RefuseAsync(context, 404, "Employee not found");
            return;
        }

        var asked = context.Request.Query["type"].ToString();
        var records = view.Trainings == TrainingData.Absent
            ? []
            : Records(person, view).Where(record => asked.Length == 0 || record.Type == asked).ToList();
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        VendorAnswers.WriteMap(json, records, record => WriteRecord(json, record, person));
    }

    private static async ValueTask<bool> RefusedAsync(HttpContext context, CompanyView view)
    {
        switch (view.Trainings)
        {
            case TrainingData.NotInPlan:
                await VendorAnswers.RefuseAsync(context, 404, "Training is not enabled for this company");
                return true;
            case TrainingData.Forbidden:
                await VendorAnswers.RefuseAsync(context, 403, "You do not have access to trainings");
                return true;
            case TrainingData.Present or TrainingData.Absent:
            default:
                return false;
        }
    }

    private static IEnumerable<TrainingRecord> Records(Person person, CompanyView view)
    {
        for (var index = 0; index < Types.Length; index++)
        {
            var type = Types[index];
            var due = type.DueDays is { } days ? int.Parse(days, CultureInfo.InvariantCulture) : 90;
            var timing = Scramble.Below(100, view.Roster.Salt, person.Id, index, Purpose.TrainingDone);
            var done = timing < view.Script.ForgottenTaskPercent || !type.Required && timing < 70 ? int.MaxValue
                : timing < view.Script.ForgottenTaskPercent + view.Script.LateTaskPercent ? person.HireDay + due + 1 + timing % 10
                : person.HireDay + due - timing % Math.Min(due, 7);
            // Who came back may still carry the date of the first leave; nothing of the second time ended on it.
            if (done <= view.Roster.Today && (person.LeaveDay < person.HireDay || done <= person.LeaveDay))
            {
                yield return new((person.Id * 10L + index).ToString(CultureInfo.InvariantCulture), type.Id, done);
            }
        }
    }

    private static void WriteType(Utf8JsonWriter json, TrainingType type)
    {
        json.WriteStartObject(type.Id);
        json.WriteString("id", type.Id);
        json.WriteString("name", type.Name);
        json.WriteBoolean("renewable", type.RenewMonths is not null);
        if (type.RenewMonths is null)
        {
            json.WriteNumber("frequency", 0);
        }
        else
        {
            json.WriteString("frequency", type.RenewMonths);
        }

        WriteTexts(json, "dueFromHireDate", type.DueDays is null ? [] : [("unit", "day"), ("amount", type.DueDays)]);
        json.WriteBoolean("required", type.Required);
        WriteTexts(json, "category", type.CategoryId is null ? [] : [("id", type.CategoryId), ("name", type.CategoryName)]);
        json.WriteNull("linkUrl");
        json.WriteNull("description");
        json.WriteBoolean("allowEmployeesToMarkComplete", false);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, (string Name, string? Value)[] texts)
    {
        json.WritePropertyName(name);
        VendorAnswers.WriteMap(json, texts, text => json.WriteString(text.Name, text.Value));
    }

    private static void WriteRecord(Utf8JsonWriter json, TrainingRecord record, Person person)
    {
        json.WriteStartObject(record.Id);
        json.WriteString("id", record.Id);
        json.WriteString("employeeId", PersonText.Id(person));
        json.WriteString("completed", PersonText.Date(record.CompletedOn));
        foreach (var empty in (string[])["notes", "instructor", "credits", "hours", "cost"])
        {
            json.WriteNull(empty);
        }

        json.WriteString("type", record.Type);
        json.WriteEndObject();
    }

    private sealed record TrainingType(string Id, string Name, bool Required, string? DueDays, string? RenewMonths, string? CategoryId, string? CategoryName);

    private sealed record TrainingRecord(string Id, string Type, int CompletedOn);
}
