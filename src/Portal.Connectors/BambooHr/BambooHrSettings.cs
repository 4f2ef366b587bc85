using System.Globalization;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>A connection's settings, typed, with the defaults filled in.</summary>
/// <param name="CompanyZone">Zone in which a leave date ends at 23:59; UTC when the connection names none.</param>
/// <param name="Threshold">Share of items due that must be done, 0–1.</param>
/// <param name="OverdueDays">Days an item may be overdue before the result fails.</param>
internal sealed record BambooHrSettings(
    string Subdomain, TimeZoneInfo CompanyZone, IReadOnlyList<string> TaskLists, IReadOnlyList<string> Trainings, CustomerField? CustomerField,
    int PeriodDays, decimal Threshold, int OverdueDays)
{
    public const string SubdomainKey = "subdomain";
    public const string CompanyZoneKey = "companyZone";
    public const string TaskListsKey = "onboardingTaskLists";
    public const string TrainingsKey = "requiredTrainings";
    public const string CustomerFieldKey = "onboardingField";
    public const string PeriodDaysKey = "onboardingPeriodDays";
    public const string ThresholdKey = "onboardingThreshold";
    public const string OverdueDaysKey = "overdueDays";

    public string AccountLabel => LabelOf(Subdomain);

    /// <summary>Reads canonical settings, as <see cref="Read"/> returned them earlier.</summary>
    /// <exception cref="ConnectorException">They are not canonical: stored by something else, or edited by hand.</exception>
    public static BambooHrSettings From(IReadOnlyDictionary<string, string> settings)
    {
        var reading = Read(settings);
        if (!reading.IsValid)
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused,
                $"The connection's settings cannot be used: {string.Join(' ', reading.Errors.Values)} Correct them on the connection's page."));
        }
        var s = reading.Settings;
        return new BambooHrSettings(
            s[SubdomainKey],
            TimeZoneInfo.FindSystemTimeZoneById(s.GetValueOrDefault(CompanyZoneKey, "Etc/UTC")),
            Lines(s.GetValueOrDefault(TaskListsKey)),
            Lines(s.GetValueOrDefault(TrainingsKey)),
            CustomerField.TryParse(s.GetValueOrDefault(CustomerFieldKey)),
            int.Parse(s.GetValueOrDefault(PeriodDaysKey, "90"), CultureInfo.InvariantCulture),
            decimal.Parse(s.GetValueOrDefault(ThresholdKey, "95"), CultureInfo.InvariantCulture) / 100m,
            int.Parse(s.GetValueOrDefault(OverdueDaysKey, "14"), CultureInfo.InvariantCulture));
    }

    /// <summary>Reduces what a person typed to canonical settings. The key is never among them. Empty optional fields are left out.</summary>
    public static SettingsReading Read(IReadOnlyDictionary<string, string> input)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);

        var (subdomain, refusal) = BambooHrSubdomain.Reduce(input.GetValueOrDefault(SubdomainKey));
        Keep(SubdomainKey, subdomain, refusal);
        foreach (var (key, read) in Optional)
        {
            if (input.GetValueOrDefault(key)?.Trim() is { Length: > 0 } typed)
            {
                var (value, error) = read(typed);
                Keep(key, value, error);
            }
        }
        return errors.Count == 0
            ? new SettingsReading(settings, LabelOf(subdomain!), errors)
            : new SettingsReading(new Dictionary<string, string>(), subdomain is null ? "" : LabelOf(subdomain), errors);

        void Keep(string key, string? value, string? error)
        {
            if (error is not null)
            {
                errors[key] = error;
            }
            else if (value is { Length: > 0 })
            {
                settings[key] = value;
            }
        }
    }

    private static readonly (string Key, Func<string, (string? Value, string? Error)> Read)[] Optional =
    [
        (CompanyZoneKey, ReadZone),
        (TaskListsKey, ReadList),
        (TrainingsKey, ReadList),
        (CustomerFieldKey, typed => CustomerField.TryParse(typed) is { } field
            ? (field.ToString(), null)
            : (null, "Give the field's API name (letters, digits, underscore), or table.field.")),
        (PeriodDaysKey, typed => ReadDays(typed, 1, 366)),
        (ThresholdKey, ReadPercent),
        (OverdueDaysKey, typed => ReadDays(typed, 0, 366)),
    ];

    private static string LabelOf(string subdomain) => $"{subdomain}.{BambooHrSubdomain.Domain}";

    private static IReadOnlyList<string> Lines(string? text) =>
        text is null ? [] : [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private static (string?, string?) ReadList(string typed) => (string.Join('\n', Lines(typed)), null);

    private static (string?, string?) ReadZone(string typed) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(typed, out var zone) && zone.HasIanaId
            ? (zone.Id, null)
            : (null, "Give an IANA zone such as Europe/Berlin or America/New_York.");

    private static (string?, string?) ReadDays(string typed, int least, int most) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= least && days <= most
            ? (days.ToString(CultureInfo.InvariantCulture), null)
            : (null, $"Give a whole number of days between {least} and {most}.");

    private static (string?, string?) ReadPercent(string typed) =>
        decimal.TryParse(typed.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
            ? (percent.ToString("0.##", CultureInfo.InvariantCulture), null)
            : (null, "Give a percentage between 0 and 100, for example 95.");
}
