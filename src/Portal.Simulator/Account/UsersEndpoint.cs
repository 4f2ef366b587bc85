using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Answers;

namespace Portal.Simulator.Account;

/// <summary><c>GET /api/v1/meta/users</c>: who may sign in. The key's owner is the user whose employee <c>employees/0</c> names.</summary>
internal static class UsersEndpoint
{
    private const int OwnerUserId = 2401;

    public static Task GetAsync(HttpContext context, CompanyView view)
    {
        if (view.Key.UsersForbidden)
        {
            return VendorAnswers.RefuseAsync(context, 403, "You do not have access to this resource");
        }

        var asked = context.Request.Query["status"].ToString().Split(',').Where(status => status is "enabled" or "disabled").ToHashSet();
        var users = Users(view).Where(user => asked.Count == 0 || asked.Contains(user.Status)).ToList();
        return VendorAnswers.WantsJson(context) ? WriteJsonAsync(context, users) : WriteXmlAsync(context, users);
    }

    private static IEnumerable<User> Users(CompanyView view)
    {
        if (view.Script.Headcount == 0)
        {
            yield break;
        }

        var now = new DateTimeOffset(DateOnly.FromDayNumber(view.Roster.Today).ToDateTime(new TimeOnly(7, 30)), TimeSpan.Zero);
        var employee = view.Key.OwnerIsNoEmployee ? 0 : view.OwnerId;
        yield return view.Key.OwnerDisabled
            ? new(OwnerUserId, employee, "Portal", "Reader", "disabled", now.AddDays(-40))
            : new(OwnerUserId, employee, "Portal", "Reader", "enabled", now.AddDays(-1));
        yield return new(OwnerUserId + 1, 0, "Support", "Robot", "enabled", null);
        yield return new(OwnerUserId + 2, 0, "Former", "Admin", "disabled", now.AddDays(-300));
    }

    private static async Task WriteJsonAsync(HttpContext context, List<User> users)
    {
        await using var answer = JsonAnswer.Begin(context);
        var json = answer.Json;
        VendorAnswers.WriteMap(json, users, user =>
        {
            json.WriteStartObject(user.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("id", user.Id);
            json.WriteNumber("employeeId", user.EmployeeId);
            json.WriteString("firstName", user.FirstName);
            json.WriteString("lastName", user.LastName);
            json.WriteString("email", user.Email);
            json.WriteString("status", user.Status);
            if (user.LastLogin is { } lastLogin)
            {
                json.WriteString("lastLogin", Instant(lastLogin));
            }

            json.WriteEndObject();
        });
    }

    private static Task WriteXmlAsync(HttpContext context, List<User> users) =>
        VendorAnswers.XmlAsync(context, new XElement("users", users.Select(user => new XElement("user",
            new XAttribute("id", user.Id), user.EmployeeId == 0 ? null : new XAttribute("employeeId", user.EmployeeId),
            new XElement("firstName", user.FirstName), new XElement("lastName", user.LastName), new XElement("email", user.Email),
            new XElement("status", user.Status), user.LastLogin is { } lastLogin ? new XElement("lastLogin", Instant(lastLogin)) : null))));

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    private sealed record User(int Id, int EmployeeId, string FirstName, string LastName, string Status, DateTimeOffset? LastLogin)
    {
        public string Email => $"{FirstName}.{LastName}@users.example".ToLowerInvariant();
    }
}
