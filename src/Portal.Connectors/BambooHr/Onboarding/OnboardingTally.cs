using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>
/// Adds up items (tasks, trainings, a field) of people hired in the period. A due day ends at 23:59, so an item falls due the day after; one
/// without a due date falls due when the allowed overdue days have passed since hiring.
/// </summary>
internal sealed class OnboardingTally(IReadOnlyDictionary<string, DateOnly> hires, DateOnly today, int overdueDays)
{
    private readonly Dictionary<string, State> _people = new(StringComparer.Ordinal);

    private enum State { Complete, Open, Overdue }

    public long NewHires => hires.Count;

    public long Total { get; private set; }

    public long Completed { get; private set; }

    public long Due { get; private set; }

    public long DueCompleted { get; private set; }

    public long OverdueBeyondLimit { get; private set; }

    /// <summary>Items whose completion could not be understood.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Items that came without any completion value.</summary>
    public long WithoutValue { get; private set; }

    public long Overdue => Due - DueCompleted;

    /// <param name="due">Its due date; null when it has none.</param>
    /// <param name="done">Null when that could not be understood.</param>
    /// <param name="hasValue">Whether the vendor sent any completion value for it.</param>
    public void Add(string person, DateOnly? due, bool? done, bool hasValue = true)
    {
        if (!hires.TryGetValue(person, out var hired))
        {
            return;
        }
        var dueOn = due ?? hired.AddDays(overdueDays);
        var isDue = dueOn < today;
        Total++;
        WithoutValue += hasValue ? 0 : 1;
        Unreadable += done is null ? 1 : 0;
        Completed += done is true ? 1 : 0;
        Due += isDue ? 1 : 0;
        DueCompleted += isDue && done is true ? 1 : 0;
        OverdueBeyondLimit += isDue && done is not true && dueOn.AddDays(overdueDays) < today ? 1 : 0;

        var state = done is true ? State.Complete : isDue ? State.Overdue : State.Open;
        if (!_people.TryGetValue(person, out var worst) || state > worst)
        {
            _people[person] = state;
        }
    }

    /// <returns>Share of due items that are done, exact; null when nothing is due.</returns>
    public decimal? Rate() => Due == 0 ? null : (decimal)DueCompleted / Due;

    public (EvidenceResult Result, string? Reason) Judge(decimal threshold) => this switch
    {
        { NewHires: 0 } => (EvidenceResult.NotAvailable, BambooHrReasons.NoNewHiresInPeriod),
        { Unreadable: > 0 } => (EvidenceResult.Inconclusive, BambooHrReasons.UnreadableValues),
        { Due: 0 } => (EvidenceResult.NotAvailable, BambooHrReasons.NothingDueYet),
        _ when Rate() < threshold => (EvidenceResult.NotSatisfied, BambooHrReasons.BelowThreshold),
        { OverdueBeyondLimit: > 0 } => (EvidenceResult.NotSatisfied, BambooHrReasons.OverdueBeyondLimit),
        _ => (EvidenceResult.Satisfied, null),
    };

    public IReadOnlyList<PopulationMember> Members() =>
    [
        .. hires.OrderBy(h => h.Value).ThenBy(h => h.Key, StringComparer.Ordinal).Select(h => new PopulationMember(
            BambooHrKinds.OnboardingCompletion, h.Key, h.Value,
            !_people.TryGetValue(h.Key, out var state) ? "no_items" : state switch
            {
                State.Complete => "complete",
                State.Open => "open",
                State.Overdue => "overdue",
            })),
    ];
}
