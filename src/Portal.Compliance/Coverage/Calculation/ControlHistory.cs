namespace Portal.Compliance.Coverage.Calculation;

/// <summary>Every change of one control's state in a period, at the exact instant it happened.</summary>
internal static class ControlHistory
{
    /// <summary>Oldest first; the first entry is the state at the beginning. A null verdict: not adopted, or out of scope.</summary>
    public static IReadOnlyList<(DateTimeOffset At, ControlVerdict? Verdict)> Of(
        CoverageFacts facts, string framework, string control, DateTimeOffset from, DateTimeOffset to)
    {
        var calculator = new CoverageCalculator(facts with { Controls = [.. facts.Controls.Where(c => c.Framework == framework && c.Control == control)] });
        var history = new List<(DateTimeOffset At, ControlVerdict? Verdict)>();
        foreach (var instant in Instants(calculator.Facts, framework, control).Where(i => i > from && i <= to).Append(from).Distinct().Order())
        {
            var verdict = calculator.At(instant).Find(framework)?.Controls.SingleOrDefault();
            if (history.Count == 0 || history[^1].Verdict?.State != verdict?.State)
            {
                history.Add((instant, verdict));
            }
        }

        return history;
    }

    private static IEnumerable<DateTimeOffset> Instants(CoverageFacts facts, string framework, string control)
    {
        var requirements = facts.Requirements.Where(r => r.Framework == framework && r.Control == control).ToList();
        var kinds = requirements.Select(r => r.Kind).ToHashSet(StringComparer.Ordinal);
        var connections = facts.Connections.ToDictionary(c => c.Id);
        var spans = facts.Adoptions.Where(a => a.Framework == framework).Select(a => a.Effective)
            .Concat(facts.Scopes.Where(s => s.Framework == framework && s.Control == control).Select(s => s.Effective))
            .Concat(requirements.Select(r => r.Effective))
            .Concat(facts.Connections.Select(c => new Effective(c.CreatedAt, c.RevokedAt)));
        var edges = spans.SelectMany(s => new[] { s.From, s.To }).OfType<DateTimeOffset>();
        // Becoming due soon changes no control's state: only the observation itself and its turning stale can.
        var ages = facts.Observations
            .Where(o => kinds.Contains(o.Kind) && connections.ContainsKey(o.ConnectionId))
            .SelectMany(o => new[] { o.AsOf, (o.AsOf + connections[o.ConnectionId].StaleAfter).AddTicks(1) });
        return edges.Concat(ages);
    }
}
