using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

internal delegate string? ReadClassicField(in Person person, CompanyView view, bool onlyCurrent);

/// <summary>A field under the name that employee calls and custom reports use, which differs from the dataset's.</summary>
internal sealed record ClassicField(string Name, string Label, string Type, ReadClassicField Read);

internal static class ClassicFields
{
    private static readonly Dictionary<string, ClassicField> ByName = new ClassicField[]
    {
        new("employeeNumber", "Employee #", "text", static (in person, view, _) => PersonText.EmployeeNumber(person, view.Roster.Salt)),
        new("firstName", "First Name", "text", static (in person, view, _) => PersonText.FirstName(person, view.Roster.Salt)),
        new("lastName", "Last Name", "text", static (in person, view, _) => PersonText.LastName(person, view.Roster.Salt)),
        new("workEmail", "Work Email", "email", static (in person, view, _) => PersonText.Email(person, view.Roster)),
        new("department", "Department", "list", static (in person, view, _) => PersonText.Department(person, view.Roster.Salt)),
        new("status", "Status", "status", static (in person, _, _) => person.Status),
        new("hireDate", "Hire Date", "date", static (in person, _, _) => PersonText.Date(person.HireDay)),
        new("originalHireDate", "Original Hire Date", "date",
            static (in person, view, _) => Empty(person, view, person.Hired == person.HireDay ? 0 : person.Hired)),
        new("terminationDate", "Termination Date", "date",
            static (in person, view, onlyCurrent) => Empty(person, view, onlyCurrent && person.LeaveDay > person.Today ? 0 : person.LeaveDay)),
        new("employmentHistoryStatus", "Employment Status", "list", static (in person, view, _) => PersonText.EmploymentStatus(person, view.Script)),
        new("employeeStatusDate", "Employment Status: Date", "date",
            static (in person, view, onlyCurrent) => Empty(person, view, onlyCurrent && person.StatusDay > person.Today ? 0 : person.StatusDay)),
        new("customOnboardingComplete", "Onboarding complete", "list", static (in person, view, _) => OnboardingTable.Complete(person, view)),
    }.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public static IEnumerable<ClassicField> All => ByName.Values;

    public static ClassicField? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A missing date comes as zeros, as an empty text or as null, from person to person.</summary>
    private static string? Empty(in Person person, CompanyView view, int day) => day != 0
        ? PersonText.Date(day)
        : Scramble.Below(3, view.Roster.Salt, person.Id, 0, Purpose.EmptyDate) switch { 0 => PersonText.ZeroDate, 1 => "", _ => null };
}
