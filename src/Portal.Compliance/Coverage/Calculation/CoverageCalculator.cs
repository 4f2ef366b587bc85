using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>
/// Coverage as a pure function of facts and an instant. Indexes the facts once, then answers for as many instants as asked;
/// nothing that holds only after an instant can change the answer for it.
/// </summary>
internal sealed class CoverageCalculator
{
    private readonly Dictionary<string, KindFact> _kinds;
    private readonly SourceIndex _sources;
    private readonly FrameworkRows[] _frameworks;

    public CoverageCalculator(CoverageFacts facts)
    {
        Facts = facts;
        _kinds = facts.Kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
        _sources = new SourceIndex(facts);
        _frameworks = FrameworkRows.Of(facts);
    }

    public CoverageFacts Facts { get; }

    public CoverageVerdict At(DateTimeOffset instant) => At(instant, knownAt: instant);

    /// <summary>The future of what was known at an earlier instant: ages grow, and nothing else happens.</summary>
    public CoverageVerdict At(DateTimeOffset instant, DateTimeOffset knownAt)
    {
        if (knownAt > instant)
        {
            throw new ArgumentOutOfRangeException(nameof(knownAt), knownAt, "Nothing can be known after the instant that is asked about.");
        }

        var kinds = new Dictionary<string, RequirementVerdict>(StringComparer.Ordinal);
        var frameworks = new List<FrameworkVerdict>(_frameworks.Length);
        var overall = Headline.Empty;
        foreach (var rows in _frameworks)
        {
            if (rows.IsAdopted(knownAt))
            {
                var verdict = Judge(rows, instant, knownAt, kinds);
                frameworks.Add(verdict);
                overall += verdict.Headline;
            }
        }

        return new CoverageVerdict(instant, overall, frameworks);
    }

    /// <summary>What is known about one kind, whether a control requires it or not.</summary>
    public RequirementVerdict JudgeKind(string kind, DateTimeOffset instant) => Judge(kind, instant, instant);

    /// <summary>What one connection last said about one kind; null when it did not exist yet.</summary>
    public SourceVerdict? JudgeSource(Guid connection, string kind, DateTimeOffset instant) => _sources.Judge(connection, kind, instant);

    /// <summary>Every instant after one and up to another at which the state of some control can differ from the instant before it; in order.</summary>
    public IEnumerable<DateTimeOffset> Turns(DateTimeOffset from, DateTimeOffset to)
    {
        var spans = Facts.Adoptions.Select(a => a.Effective)
            .Concat(Facts.Scopes.Select(s => s.Effective))
            .Concat(Facts.Requirements.Select(r => r.Effective))
            .Concat(Facts.Connections.Select(c => new Effective(c.CreatedAt, c.RevokedAt)));
        return spans.SelectMany(s => new[] { s.From, s.To }).OfType<DateTimeOffset>().Concat(_sources.Turns(from, to))
            .Where(instant => instant > from && instant <= to).Distinct().Order();
    }

    private FrameworkVerdict Judge(
        FrameworkRows rows, DateTimeOffset instant, DateTimeOffset knownAt, Dictionary<string, RequirementVerdict> kinds)
    {
        var controls = new List<ControlVerdict>(rows.Controls.Length);
        List<OutOfScopeControl>? outOfScope = null;
        var counts = new int[5];
        foreach (var row in rows.Controls)
        {
            if (row.ScopeAt(knownAt) is { InScope: false } scope)
            {
                (outOfScope ??= []).Add(new OutOfScopeControl(row.Fact.Control, scope.Reason, scope.Effective.From));
                continue;
            }

            var verdict = Judge(row, instant, knownAt, kinds);
            counts[(int)verdict.State]++;
            controls.Add(verdict);
        }

        var headline = new Headline(
            counts[(int)ControlState.Covered], counts[(int)ControlState.Degraded], counts[(int)ControlState.Uncovered],
            counts[(int)ControlState.Failing], counts[(int)ControlState.Manual]);
        return new FrameworkVerdict(rows.Framework, headline, controls, outOfScope ?? []);
    }

    private ControlVerdict Judge(
        ControlRow row, DateTimeOffset instant, DateTimeOffset knownAt, Dictionary<string, RequirementVerdict> kinds)
    {
        List<RequirementVerdict>? requirements = null;
        foreach (var requirement in row.Requirements)
        {
            // Rows of a control are ordered by kind: the same kind twice in force is one requirement.
            if (!requirement.Effective.Holds(knownAt) || requirements?[^1].Kind == requirement.Kind)
            {
                continue;
            }

            if (!kinds.TryGetValue(requirement.Kind, out var verdict))
            {
                kinds[requirement.Kind] = verdict = Judge(requirement.Kind, instant, knownAt);
            }

            (requirements ??= []).Add(verdict);
        }

        if (requirements is null)
        {
            return row.WithoutRequirement;
        }

        var state = CoverageRules.StateOf(requirements, row.IsAutomatable);
        return new ControlVerdict(row.Fact.Framework, row.Fact.Control, state, requirements, []);
    }

    private RequirementVerdict Judge(string kind, DateTimeOffset instant, DateTimeOffset knownAt)
    {
        var fact = _kinds.GetValueOrDefault(kind);
        // A kind that no connector of this build knows claims the least: a population, from nobody.
        var aspect = fact?.Aspect ?? EvidenceAspect.Population;
        var sources = fact is null ? [] : _sources.Judge(fact, instant, knownAt);
        var deciding = SourceIndex.Worst(sources);
        return new RequirementVerdict(
            kind, aspect, deciding?.State ?? RequirementState.NotCollected, deciding, sources, ProvenEmptyBy(fact, deciding, instant, knownAt));
    }

    private string? ProvenEmptyBy(KindFact? kind, SourceVerdict? source, DateTimeOffset instant, DateTimeOffset knownAt)
    {
        if (kind is null || source is not { Result: EvidenceResult.NotAvailable, ReasonCode: CoverageRules.NothingInPeriod } || instant > source.StaleAt)
        {
            return null;
        }

        foreach (var other in Facts.Kinds.Where(k => k.Connector == kind.Connector && k.Aspect == EvidenceAspect.Population).OrderBy(k => k.Kind, StringComparer.Ordinal))
        {
            var proof = _sources.Judge(other, instant, knownAt).FirstOrDefault(s => s.ConnectionId == source.ConnectionId);
            if (proof is { State: RequirementState.Fresh or RequirementState.DueSoon })
            {
                return other.Kind;
            }
        }

        return null;
    }
}
