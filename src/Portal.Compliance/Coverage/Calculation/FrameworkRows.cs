namespace Portal.Compliance.Coverage.Calculation;

/// <summary>The rows of one framework, arranged so that judging an instant looks nothing up twice.</summary>
internal sealed record FrameworkRows(string Framework, Effective[] Adoptions, ControlRow[] Controls)
{
    public bool IsAdopted(DateTimeOffset at) => Array.Exists(Adoptions, a => a.Holds(at));

    public static FrameworkRows[] Of(CoverageFacts facts)
    {
        var requirements = facts.Requirements.ToLookup(r => (r.Framework, r.Control));
        var scopes = facts.Scopes.ToLookup(s => (s.Framework, s.Control));
        var controls = facts.Controls.ToLookup(c => c.Framework);
        return
        [
            .. facts.Adoptions
                .GroupBy(a => a.Framework, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new FrameworkRows(
                    g.Key,
                    [.. g.Select(a => a.Effective)],
                    [
                        .. controls[g.Key].OrderBy(c => c.Control, StringComparer.Ordinal).Select(c => new ControlRow(
                            c,
                            [.. requirements[(c.Framework, c.Control)].OrderBy(r => r.Kind, StringComparer.Ordinal)],
                            // The newest word wins; of two at the same instant, the one that keeps the control in scope.
                            [.. scopes[(c.Framework, c.Control)].OrderByDescending(s => s.Effective.From).ThenByDescending(s => s.InScope)])),
                    ])),
        ];
    }
}

internal sealed record ControlRow(ControlFact Fact, RequirementFact[] Requirements, ScopeFact[] Scopes)
{
    public bool IsAutomatable => Fact.AutomatableBy.Count > 0;

    /// <summary>The verdict while nothing is required: it depends on no instant.</summary>
    public ControlVerdict WithoutRequirement { get; } = new(
        Fact.Framework, Fact.Control, CoverageRules.StateOf([], Fact.AutomatableBy.Count > 0), [], Fact.AutomatableBy);

    /// <summary>Null: never scoped, so in scope.</summary>
    public ScopeFact? ScopeAt(DateTimeOffset at) => Array.Find(Scopes, s => s.Effective.Holds(at));
}
