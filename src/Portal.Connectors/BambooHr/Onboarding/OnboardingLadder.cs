using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>Derives onboarding completion on the first rung that stands, and says which. When none does, it says why, and never a number.</summary>
internal static class OnboardingLadder
{
    private static readonly IRung[] Rungs = [new EmployeeTasksRung(), new RequiredTrainingsRung(), new CustomerFieldRung()];

    // When nothing stands: what is most worth telling. A setting that is merely missing comes last, unless it is all that rung 1 lacks.
    private static readonly string[] Weight =
    [
        BambooHrReasons.RateLimited, BambooHrReasons.ApiError, BambooHrReasons.SingleRowProjection, BambooHrReasons.PermissionDenied,
        BambooHrReasons.FeatureNotInPlan, BambooHrReasons.FieldsNotExposed, BambooHrReasons.NoOnboardingListConfigured,
    ];

    public static async Task<OnboardingFound> FindAsync(
        BambooHrClient client, IPeopleSource source, BambooHrSettings settings, bool seesPeople, DateOnly today, IProgress<RowsRead> progress,
        CancellationToken cancellationToken)
    {
        var answer = new OnboardingAnswer(settings, today, () => client.VendorClock);
        if (source.Visible.Without(NewHires.Fields) is { Count: > 0 } hidden)
        {
            return answer.Nothing(EvidenceResult.NotAvailable, BambooHrReasons.FieldsNotExposed, [], [$"The key cannot see {string.Join(", ", hidden)}."]);
        }
        if (!seesPeople)
        {
            return answer.Nothing(EvidenceResult.Inconclusive, BambooHrReasons.NoEmployeesVisible, [], []);
        }
        var hires = await NewHires.FindAsync(source, settings.PeriodDays, today, progress, cancellationToken);
        if (hires.HireDates is { IsHollow: true })
        {
            return answer.Nothing(EvidenceResult.Inconclusive, BambooHrReasons.NullSpike, [], ["No active person shows a hire date."]) with { HireDates = hires.HireDates };
        }
        var question = new OnboardingQuestion(settings, client, source, hires.People, hires.Filter, today);
        var tried = new List<RungTried>();
        var notes = new List<string>();
        foreach (var rung in Rungs)
        {
            switch (await rung.MeasureAsync(question, cancellationToken))
            {
                case Measured measured:
                    return answer.Found(rung, measured, hires, tried, notes);
                case Unusable unusable:
                    tried.Add(new RungTried(rung.Name, unusable.Reason));
                    if (unusable.Note is { } note)
                    {
                        notes.Add(note);
                    }
                    if (unusable.Stop)
                    {
                        return answer.Nothing(EvidenceResult.NotAvailable, unusable.Reason, tried, notes) with { HireDates = hires.HireDates };
                    }
                    break;
                case var unknown:
                    throw new InvalidOperationException($"No such outcome: {unknown.GetType().Name}.");
            }
        }
        var reason = tried[0].Reason == BambooHrReasons.NoOnboardingListConfigured
            ? BambooHrReasons.NoOnboardingListConfigured
            : Weight.First(r => tried.Exists(t => t.Reason == r));
        return answer.Nothing(EvidenceResult.NotAvailable, reason, tried, notes) with { HireDates = hires.HireDates };
    }
}

internal sealed record OnboardingFound(EvidenceDraft Draft, IReadOnlyList<PopulationMember> Members, IReadOnlyList<string> Notes)
{
    public string? TotalMismatch { get; init; }

    public ColumnFacts? HireDates { get; init; }

    /// <summary>How full the completion column was among the items counted.</summary>
    public ColumnFacts? Completions { get; init; }
}

/// <summary>Puts into words and numbers what the ladder found.</summary>
internal sealed class OnboardingAnswer(BambooHrSettings settings, DateOnly today, Func<DateTimeOffset?> clock)
{
    private string Rule => string.Create(CultureInfo.InvariantCulture,
        $"Of the items of people hired in the last {settings.PeriodDays} days and still active, those whose due day has ended must be done: at least {settings.Threshold:P1}, and none overdue by more than {settings.OverdueDays} days. An item without a due date is due {settings.OverdueDays} days after hiring.");

    public OnboardingFound Found(IRung rung, Measured measured, NewHiresFound hires, List<RungTried> tried, IReadOnlyList<string> notes)
    {
        var tally = measured.Tally;
        var (result, reason) = measured.IsWhole && hires.IsWhole ? tally.Judge(settings.Threshold) : (EvidenceResult.Inconclusive, BambooHrReasons.TotalMismatch);
        var payload = new OnboardingPayload(
            rung.Name, rung.Measure, settings.PeriodDays, tally.NewHires, tally.Total, tally.Completed, tally.Due, tally.DueCompleted, tally.Overdue,
            tally.OverdueBeyondLimit, tally.Rate() is { } rate ? (double)Math.Round(rate, 4) : null, tried, result, reason);
        var parameters = measured.Parameters;
        AddSettings(parameters);
        parameters["hiresFilter"] = hires.Filter;
        return new OnboardingFound(
            Draft(payload, new Provenance(measured.Endpoint, parameters, measured.Pages, measured.ProviderTotal, tally.Total, Rule, settings.CompanyZone.Id, clock())),
            tally.Members(), notes)
        {
            HireDates = hires.HireDates,
            Completions = new ColumnFacts(tally.Total, tally.WithoutValue),
            TotalMismatch = measured.IsWhole && hires.IsWhole ? null : ActiveEmployees.Mismatch(tally.Total, measured.ProviderTotal),
        };
    }

    public OnboardingFound Nothing(EvidenceResult result, string reason, IReadOnlyList<RungTried> tried, IReadOnlyList<string> notes)
    {
        var payload = new OnboardingPayload(
            BambooHrRungs.NotAvailable, "Onboarding completion could not be derived", settings.PeriodDays, null, null, null, null, null, null, null, null,
            [.. tried], result, reason);
        var parameters = new JsonObject();
        AddSettings(parameters);
        return new OnboardingFound(
            Draft(payload, new Provenance(BambooHrManifest.FieldsRead, parameters, 0, null, 0, Rule, settings.CompanyZone.Id, clock())), [], notes);
    }

    private void AddSettings(JsonObject parameters)
    {
        parameters["today"] = Terminations.Iso(today);
        parameters["periodStart"] = Terminations.Iso(today.AddDays(-settings.PeriodDays));
        parameters["threshold"] = settings.Threshold.ToString("0.####", CultureInfo.InvariantCulture);
        parameters["overdueDays"] = settings.OverdueDays;
    }

    private EvidenceDraft Draft(OnboardingPayload payload, Provenance provenance) => new()
    {
        Kind = BambooHrKinds.OnboardingCompletion,
        SchemaVersion = 1,
        Subject = settings.AccountLabel,
        Result = payload.Result,
        ReasonCode = payload.Reason,
        Rung = payload.Rung,
        Payload = PayloadJson.ToJson(payload),
        Provenance = provenance,
    };
}
