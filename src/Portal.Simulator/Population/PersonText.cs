using System.Globalization;

namespace Portal.Simulator.Population;

/// <summary>Writes a person's facts the way the vendor does: everything is text, dates are yyyy-MM-dd.</summary>
internal static class PersonText
{
    /// <summary>How classic endpoints write a date that is not there.</summary>
    public const string ZeroDate = "0000-00-00";

    private static readonly string[] FirstNames =
    [
        "Ada", "Bo", "Chidi", "Dana", "Eun", "Farid", "Gita", "Hugo", "Ines", "Jun",
        "Kofi", "Lena", "Mira", "Noor", "Otto", "Priya", "Quinn", "Rosa", "Sami", "Tove",
    ];

    private static readonly string[] LastNames =
    [
        "Abara", "Berg", "Castro", "Dahl", "Eriksen", "Fuchs", "Gupta", "Haddad", "Ito", "Jansen",
        "Kaya", "Lopez", "Moreau", "Nowak", "Okafor", "Park", "Rossi", "Silva", "Tran", "Weber",
    ];

    private static readonly string[] Departments = ["Engineering", "Sales", "Finance", "People", "Support", "Operations"];

    public static string Id(in Person person) => person.Id.ToString(CultureInfo.InvariantCulture);

    public static string? Date(int day) =>
        day == 0 ? null : DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string FirstName(in Person person, ulong salt) => FirstNames[Draw(FirstNames.Length, person, salt, 1)];

    public static string LastName(in Person person, ulong salt) => LastNames[Draw(LastNames.Length, person, salt, 2)];

    public static string Department(in Person person, ulong salt) => Departments[Draw(Departments.Length, person, salt, 3)];

    public static string Email(in Person person, Roster roster) => string.Create(CultureInfo.InvariantCulture,
        $"{FirstName(person, roster.Salt)}.{LastName(person, roster.Salt)}.{person.Id}@{roster.Script.Name}.example").ToLowerInvariant();

    /// <summary>Mutable at the vendor, and missing for some people: never an identity.</summary>
    public static string? EmployeeNumber(in Person person, ulong salt)
    {
        var draw = Scramble.Below(10_000, salt, person.Id, 0, Purpose.EmployeeNumber);
        return draw % 20 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"E{draw:D4}");
    }

    public static string WorkingLabel(in Person person) =>
        person.IsContractor ? "Contractor" : person.Seat % 9 == 4 ? "Part-Time" : "Full-Time";

    public static string? EmploymentStatus(in Person person, CompanyScript script) =>
        person.IsFutureHire ? null : person.IsActive ? WorkingLabel(person) : script.LeaverLabel;

    private static int Draw(int bound, in Person person, ulong salt, int which) => Scramble.Below(bound, salt, person.Id, which, Purpose.Name);
}
