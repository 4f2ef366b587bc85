namespace Portal.Compliance.Coverage.Calculation;

/// <summary>Why a control is, or no longer is, covered.</summary>
public enum ChangeCause
{
    /// <summary>The source was silent for longer than its stale threshold.</summary>
    SourceStale,
    SourceRevoked,
    EvidenceNotSatisfied,
    EvidenceInconclusive,
    EvidenceNotAvailable,
    /// <summary>A source that counts has not collected yet.</summary>
    NotCollected,
    EvidenceArrived,
    RequirementChanged,
    ScopeChanged,
    FrameworkAdopted,
    FrameworkDropped,
}

/// <summary>Every gain and loss of a covered control in a period, at the instant it happened and under exactly one cause.</summary>
/// <param name="Changes">The newest first. A control that fell and rose again is in two of them: comparing the ends would hide both.</param>
public sealed record CoverageAttribution(
    DateTimeOffset From, DateTimeOffset To, Headline Before, Headline After, IReadOnlyList<AttributedChange> Changes)
{
    internal static CoverageAttribution During(CoverageCalculator calculator, DateTimeOffset from, DateTimeOffset to)
    {
        var changes = new List<AttributedChange>();
        var first = calculator.At(from);
        var before = first;
        foreach (var instant in calculator.Turns(from, to).Append(to))
        {
            var after = calculator.At(instant);
            // Newest first, and of one instant falls first, the largest first.
            changes.InsertRange(0, Between(before, after));
            before = after;
        }

        return new CoverageAttribution(from, to, first.Overall, before.Overall, changes);
    }

    private static IEnumerable<AttributedChange> Between(CoverageVerdict before, CoverageVerdict after) => Pairs(before, after)
        .Where(p => IsCovered(p.Before) != IsCovered(p.After))
        .Select(p => (p.Id, Rise: IsCovered(p.After), Cause: Cause(p.Before, p.After, before, after)))
        .GroupBy(c => (c.Rise, c.Cause.Cause, c.Cause.ConnectionId))
        .Select(g => new AttributedChange(g.Key.Rise ? g.Count() : -g.Count(), g.Key.Cause, g.Key.ConnectionId, after.At, [.. g.Select(c => c.Id).Order()]))
        .OrderBy(c => c.Delta).ThenBy(c => c.Cause).ThenBy(c => c.ConnectionId);

    /// <summary>Why a control is in the state it is in, by what decides it; null while nothing is required of it.</summary>
    internal static CauseOfState? CauseOf(ControlVerdict control) => control.Worst is { } worst ? CauseOf(worst) : null;

    internal static CauseOfState CauseOf(RequirementVerdict requirement) =>
        requirement.Deciding is { } source ? CauseOf(source) : new CauseOfState(ChangeCause.NotCollected, null, null);

    /// <summary>Why a control is not as it was a moment before: by the source that changed, which need not be the one that decides.</summary>
    internal static CauseOfState? CauseOfChange(ControlVerdict before, ControlVerdict after)
    {
        var (earlier, later) = (Sources(before), Sources(after));
        var stayed = before.Requirements.Select(r => r.Kind).Intersect(after.Requirements.Select(r => r.Kind)).ToHashSet(StringComparer.Ordinal);
        var changed = later.Where(s => stayed.Contains(s.Key.Kind) && Standing(s.Value) != Standing(earlier.GetValueOrDefault(s.Key))).Select(s => s.Value);
        if (SourceIndex.Worst(changed) is { } source)
        {
            return CauseOf(source);
        }

        var gone = earlier.Where(s => stayed.Contains(s.Key.Kind) && !s.Value.Revoked && !later.ContainsKey(s.Key)).Select(s => s.Value);
        return SourceIndex.Worst(gone) is { } revoked ? new CauseOfState(ChangeCause.SourceRevoked, revoked.ConnectionId, null)
            : stayed.Count < before.Requirements.Count || stayed.Count < after.Requirements.Count ? new CauseOfState(ChangeCause.RequirementChanged, null, null)
            : CauseOf(after);
    }

    private static CauseOfState CauseOf(SourceVerdict source) => source.State switch
    {
        RequirementState.Failing => new CauseOfState(ChangeCause.EvidenceNotSatisfied, source.ConnectionId, source.ResultSince),
        RequirementState.NotCollected => source.Result is null
            ? new CauseOfState(ChangeCause.NotCollected, source.ConnectionId, null)
            : new CauseOfState(ChangeCause.EvidenceNotAvailable, source.ConnectionId, source.ResultSince),
        RequirementState.Stale => source.Revoked
            ? new CauseOfState(ChangeCause.SourceRevoked, source.ConnectionId, source.RevokedAt)
            : new CauseOfState(ChangeCause.SourceStale, source.ConnectionId, source.StaleAt),
        RequirementState.Inconclusive => source.Revoked
            ? new CauseOfState(ChangeCause.SourceRevoked, source.ConnectionId, source.RevokedAt)
            : new CauseOfState(ChangeCause.EvidenceInconclusive, source.ConnectionId, source.ResultSince),
        RequirementState.DueSoon or RequirementState.Fresh => new CauseOfState(ChangeCause.EvidenceArrived, source.ConnectionId, source.AsOf),
    };

    private static Dictionary<(string Kind, Guid Connection), SourceVerdict> Sources(ControlVerdict control) =>
        control.Requirements.SelectMany(r => r.Sources.Select(s => (r.Kind, Source: s))).ToDictionary(s => (s.Kind, s.Source.ConnectionId), s => s.Source);

    /// <summary>Becoming due soon is no change. Null: it was not there.</summary>
    private static RequirementState? Standing(SourceVerdict? source) => source?.State is RequirementState.DueSoon ? RequirementState.Fresh : source?.State;

    private static CauseOfState Cause(ControlVerdict? before, ControlVerdict? after, CoverageVerdict beforeAll, CoverageVerdict afterAll) => (before, after) switch
    {
        ({ } was, null) => Absent(afterAll, was.Framework, ChangeCause.FrameworkDropped),
        (null, { } now) => Absent(beforeAll, now.Framework, ChangeCause.FrameworkAdopted),
        ({ } was, { } now) => CauseOfChange(was, now) ?? new CauseOfState(ChangeCause.RequirementChanged, null, null),
        (null, null) => throw new InvalidOperationException("A control that is in neither has not changed."),
    };

    private static CauseOfState Absent(CoverageVerdict where, string framework, ChangeCause whenNotAdopted) =>
        new(where.Find(framework) is null ? whenNotAdopted : ChangeCause.ScopeChanged, null, null);

    private static bool IsCovered(ControlVerdict? control) => control?.State == ControlState.Covered;

    private static IEnumerable<(ControlRef Id, ControlVerdict? Before, ControlVerdict? After)> Pairs(CoverageVerdict before, CoverageVerdict after)
    {
        var earlier = before.Controls.ToDictionary(c => new ControlRef(c.Framework, c.Control));
        var later = after.Controls.ToDictionary(c => new ControlRef(c.Framework, c.Control));
        return earlier.Keys.Union(later.Keys).Select(id => (id, earlier.GetValueOrDefault(id), later.GetValueOrDefault(id)));
    }
}

/// <param name="Delta">Covered controls gained (positive) or lost (negative).</param>
/// <param name="At">The first instant at which it was so.</param>
public sealed record AttributedChange(int Delta, ChangeCause Cause, Guid? ConnectionId, DateTimeOffset At, IReadOnlyList<ControlRef> Controls);

/// <summary>A control, by framework and id.</summary>
public readonly record struct ControlRef(string Framework, string Control) : IComparable<ControlRef>
{
    public int CompareTo(ControlRef other) =>
        string.CompareOrdinal(Framework, other.Framework) is var order and not 0 ? order : string.CompareOrdinal(Control, other.Control);
}

internal readonly record struct CauseOfState(ChangeCause Cause, Guid? ConnectionId, DateTimeOffset? Since);
