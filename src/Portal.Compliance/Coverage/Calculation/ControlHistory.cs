namespace Portal.Compliance.Coverage.Calculation;

/// <summary>Every change of one control's state in a period, at the exact instant it happened.</summary>
internal static class ControlHistory
{
    /// <summary>
    /// Oldest first, each with the verdict of the moment before; the first entry is the state at the beginning. A null verdict: not adopted, or out of scope.
    /// </summary>
    public static IReadOnlyList<(DateTimeOffset At, ControlVerdict? Verdict, ControlVerdict? Before)> Of(
        CoverageFacts facts, string framework, string control, DateTimeOffset from, DateTimeOffset to)
    {
        var calculator = new CoverageCalculator(Only(facts, framework, control));
        var history = new List<(DateTimeOffset At, ControlVerdict? Verdict, ControlVerdict? Before)>();
        ControlVerdict? before = null;
        foreach (var instant in calculator.Turns(from, to).Prepend(from))
        {
            var verdict = calculator.At(instant).Find(framework)?.Controls.SingleOrDefault();
            if (history.Count == 0 || history[^1].Verdict?.State != verdict?.State)
            {
                history.Add((instant, verdict, before));
            }

            before = verdict;
        }

        return history;
    }

    private static CoverageFacts Only(CoverageFacts facts, string framework, string control) => facts with
    {
        Controls = [.. facts.Controls.Where(c => c.Framework == framework && c.Control == control)],
        Adoptions = [.. facts.Adoptions.Where(a => a.Framework == framework)],
        Scopes = [.. facts.Scopes.Where(s => s.Framework == framework && s.Control == control)],
        Requirements = [.. facts.Requirements.Where(r => r.Framework == framework && r.Control == control)],
    };
}
