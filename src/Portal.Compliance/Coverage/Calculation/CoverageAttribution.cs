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
        .Select(p => (p.Id, Rise: IsCovered(p.After), Cause: IsCovered(p.After) ? Rise(p.Before, p.After!, before) : Fall(p.Before!, p.After, after)))
        .GroupBy(c => (c.Rise, c.Cause.Cause, c.Cause.ConnectionId))
        .Select(g => new AttributedChange(g.Key.Rise ? g.Count() : -g.Count(), g.Key.Cause, g.Key.ConnectionId, after.At, [.. g.Select(c => c.Id).Order()]))
        .OrderBy(c => c.Delta).ThenBy(c => c.Cause).ThenBy(c => c.ConnectionId);

    /// <summary>Why a control is in the state it is in, by what decides it; null while nothing is required of it.</summary>
    internal static CauseOfState? CauseOf(ControlVerdict control) => control.Worst is { } worst ? CauseOf(worst) : null;

    internal static CauseOfState CauseOf(RequirementVerdict requirement)
    {
        if (requirement.Deciding is not { } source)
        {
            return new CauseOfState(ChangeCause.NotCollected, null, null);
        }

        return requirement.State switch
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
    }

    private static CauseOfState Fall(ControlVerdict before, ControlVerdict? after, CoverageVerdict afterAll)
    {
        if (after is null)
        {
            return Absent(afterAll, before.Framework, ChangeCause.FrameworkDropped);
        }

        return after.Worst is { } worst && before.Requirements.Any(r => r.Kind == worst.Kind)
            ? CauseOf(worst)
            : new CauseOfState(ChangeCause.RequirementChanged, null, null);
    }

    private static CauseOfState Rise(ControlVerdict? before, ControlVerdict after, CoverageVerdict beforeAll)
    {
        if (before is null)
        {
            return Absent(beforeAll, after.Framework, ChangeCause.FrameworkAdopted);
        }

        // What held it back then: gone (somebody changed the requirements), or answered since.
        if (before.Worst is { } obstacle)
        {
            return after.Requirements.FirstOrDefault(r => r.Kind == obstacle.Kind) is { } answered
                ? Arrived(answered)
                : new CauseOfState(ChangeCause.RequirementChanged, null, null);
        }

        return Arrived(after.Worst!);
    }

    private static CauseOfState Arrived(RequirementVerdict requirement) =>
        new(ChangeCause.EvidenceArrived, requirement.Deciding?.ConnectionId, null);

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
