namespace Portal.Compliance.Coverage.Calculation;

/// <summary>What happens by itself if nothing more arrives.</summary>
/// <param name="NextChangeAt">First instant at which the state of some requirement differs.</param>
/// <param name="Drop">First instant at which the state of some control differs; null: none will.</param>
public sealed record CoverageForecast(DateTimeOffset NextChangeAt, ForecastDrop? Drop)
{
    /// <summary>Null when nothing can change any more: nothing was ever collected, or everything is stale already.</summary>
    internal static CoverageForecast? Of(CoverageCalculator calculator, CoverageVerdict now)
    {
        DateTimeOffset? nextChange = null;
        foreach (var instant in Thresholds(now))
        {
            var then = calculator.At(instant, knownAt: now.At);
            if (nextChange is null && RequirementStates(then) is var states && !states.SequenceEqual(RequirementStates(now)))
            {
                nextChange = instant;
            }

            var changes = Changes(calculator.At(instant.AddTicks(-1), knownAt: now.At), then);
            if (changes.Count > 0)
            {
                return new CoverageForecast(nextChange ?? instant, new ForecastDrop(instant, now.Overall, then.Overall, changes));
            }
        }

        return nextChange is { } at ? new CoverageForecast(at, null) : null;
    }

    /// <summary>The first tick past each limit of each source that somebody relies on.</summary>
    private static IEnumerable<DateTimeOffset> Thresholds(CoverageVerdict now) => now.Controls
        .SelectMany(c => c.Requirements).SelectMany(r => r.Sources)
        .SelectMany(s => new[] { s.DueAt, s.StaleAt }).OfType<DateTimeOffset>()
        .Select(limit => limit.AddTicks(1)).Where(instant => instant > now.At)
        .Distinct().Order();

    private static IEnumerable<RequirementState> RequirementStates(CoverageVerdict verdict) =>
        verdict.Controls.SelectMany(c => c.Requirements).Select(r => r.State);

    /// <param name="before">A tick earlier: every state is as it is now, and a source that differs is the one that brings the change.</param>
    private static List<ForecastChange> Changes(CoverageVerdict before, CoverageVerdict then) =>
    [
        .. before.Controls.Zip(then.Controls)
            .Where(pair => pair.First.State != pair.Second.State)
            .Select(pair => new ForecastChange(
                pair.Second.Framework, pair.Second.Control, pair.First.State, pair.Second.State, pair.Second.Worst?.Kind,
                CoverageAttribution.CauseOfChange(pair.First, pair.Second)?.ConnectionId)),
    ];
}

/// <param name="At">First instant at which it is so.</param>
public sealed record ForecastDrop(DateTimeOffset At, Headline Before, Headline After, IReadOnlyList<ForecastChange> Changes);

/// <summary>One control that will change its state if nothing is collected before then.</summary>
public sealed record ForecastChange(
    string Framework, string Control, ControlState From, ControlState To, string? Kind, Guid? ConnectionId);
