using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>Rung 2: trainings that BambooHR marks as required, or those the customer names; one call for each person hired in the period.</summary>
internal sealed class RequiredTrainingsRung : IRung
{
    /// <summary>Beyond this many people the calls would exhaust limits that BambooHR does not publish.</summary>
    public const int MostPeople = 2000;

    public string Name => BambooHrRungs.RequiredTrainings;

    public string Measure => "New-hire required training completion";

    public async Task<RungOutcome> MeasureAsync(OnboardingQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var types = TrainingType.ReadAll(await question.Client.GetAsync("/api/v1/training/type", cancellationToken));
            var named = question.Settings.Trainings;
            var required = named.Count == 0
                ? types.Where(t => t.Required).ToList()
                : types.Where(t => named.Contains(t.Name, StringComparer.OrdinalIgnoreCase)).ToList();
            if (required.Count == 0)
            {
                return new Unusable(BambooHrReasons.NoOnboardingListConfigured, Note: named.Count == 0
                    ? "BambooHR marks no training as required."
                    : "None of the named trainings exists in BambooHR.");
            }
            if (question.Hires.Count > MostPeople)
            {
                return new Unusable(BambooHrReasons.RateLimited, Note: string.Create(CultureInfo.InvariantCulture,
                    $"Trainings need one call for each of {question.Hires.Count} people; above {MostPeople} that would exhaust BambooHR's limits. Shorten the onboarding period."));
            }
            var tally = question.Tally();
            foreach (var (person, hired) in question.Hires)
            {
                await AddAsync(tally, question, person, hired, required, cancellationToken);
            }
            var parameters = new JsonObject
            {
                ["trainings"] = ActiveEmployees.Json(required.Select(t => t.Name).Order(StringComparer.Ordinal)),
                ["people"] = question.Hires.Count,
            };
            return new Measured(tally, BambooHrManifest.TrainingRecordsRead, parameters, question.Hires.Count, null);
        }
        catch (ConnectorException failed)
        {
            return Unusable.From(failed, "trainings", notFound: BambooHrReasons.FeatureNotInPlan);
        }
    }

    private static async Task AddAsync(
        OnboardingTally tally, OnboardingQuestion question, string person, DateOnly hired, List<TrainingType> required, CancellationToken cancellationToken)
    {
        if (!person.All(char.IsAsciiDigit))
        {
            throw BambooHrErrors.Malformed("an employee id is not a number.", BambooHrManifest.TrainingRecordsRead);
        }
        var records = await question.Client.GetAsync($"/api/v1/training/record/employee/{person}", cancellationToken);
        // {"12":{"type":"3","completed":"2026-05-02"}}, or [] when there are none.
        var done = Entries(records)
            .Where(r => BambooHrMapper.Date(r["completed"]?.ToString()) <= question.Today)
            .Select(r => r["type"]?.ToString())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var type in required)
        {
            tally.Add(person, type.DueAfter?.From(hired), done.Contains(type.Id));
        }
    }

    internal static IEnumerable<JsonObject> Entries(JsonNode? mapOrEmptyList) => mapOrEmptyList switch
    {
        JsonObject map => map.Select(e => e.Value).OfType<JsonObject>(),
        JsonArray { Count: 0 } => [],
        _ => throw BambooHrErrors.Malformed("a map was expected.", BambooHrManifest.TrainingTypesRead),
    };
}

/// <summary>
/// One training. The real shapes differ from the published ones: <c>{"id":"3","name":"…","required":true,"frequency":"12"|0,
/// "dueFromHireDate":{"unit":"days","amount":"14"}|[],"category":{…}|[]}</c>.
/// </summary>
internal sealed record TrainingType(string Id, string Name, bool Required, DueAfter? DueAfter)
{
    public static IReadOnlyList<TrainingType> ReadAll(JsonNode? answer) =>
    [
        .. RequiredTrainingsRung.Entries(answer)
            .Select(t => new TrainingType(
                t["id"]?.ToString() ?? "", t["name"]?.ToString().Trim() ?? "", t["required"]?.ToString().ToLowerInvariant() is "true" or "1" or "yes",
                Onboarding.DueAfter.Read(t["dueFromHireDate"])))
            .Where(t => t.Id.Length > 0 && t.Name.Length > 0),
    ];
}

/// <summary>How long after hiring something is due.</summary>
internal sealed record DueAfter(int Amount, string Unit)
{
    public static DueAfter? Read(JsonNode? node) => node switch
    {
        JsonObject o when Whole(o["amount"]) is { } amount => new DueAfter(amount, o["unit"]?.ToString().ToLowerInvariant().TrimEnd('s') ?? "day"),
        JsonValue v when Whole(v) is { } days => new DueAfter(days, "day"),
        _ => null,
    };

    public DateOnly From(DateOnly hired) => Unit switch
    {
        "week" => hired.AddDays(7 * Amount),
        "month" => hired.AddMonths(Amount),
        "year" => hired.AddYears(Amount),
        _ => hired.AddDays(Amount),
    };

    private static int? Whole(JsonNode? node) =>
        int.TryParse(node?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= 3650 ? amount : null;
}
