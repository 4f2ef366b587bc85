using System.Globalization;
using System.Text.Json;
using Portal.Connectors.BambooHr.Onboarding;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>What one accepted run hands to the next, so that a sudden emptiness can be told from a real change.</summary>
/// <param name="Columns">Column → how full it was among rows that should have had a value.</param>
internal sealed record RunMemory(int Version, long? ActiveEmployees, IReadOnlyList<string> Visible, IReadOnlyDictionary<string, ColumnFacts> Columns)
{
    private const int CurrentVersion = 1;

    public static RunMemory Of(VisibleFields visible, ActiveEmployeesFound active, TerminationsFound left, OnboardingFound onboarding)
    {
        var columns = new SortedDictionary<string, ColumnFacts>(StringComparer.Ordinal);
        Keep(BambooHrFields.TerminationDate, left.Dates);
        Keep(BambooHrFields.HireDate, onboarding.HireDates);
        Keep("completion", onboarding.Completions);
        return new RunMemory(
            CurrentVersion, active.Active, [.. BambooHrFields.Needed.Concat(BambooHrFields.Tasks).Where(visible.Names.Contains)], columns);

        void Keep(string column, ColumnFacts? facts)
        {
            if (facts is { Rows: > 0 })
            {
                columns[column] = facts;
            }
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <returns>Null for nothing, and for what an older or newer version of this connector left behind.</returns>
    public static RunMemory? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<RunMemory>(json, JsonSerializerOptions.Web) is { Version: CurrentVersion, Visible: not null, Columns: not null } memory ? memory : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Decides whether a run's numbers can be believed. Pure.</summary>
internal static class RunGuards
{
    public static IReadOnlyList<SuspicionRaised> Check(
        RunMemory? before, RunMemory now, ActiveEmployeesFound active, TerminationsFound left, OnboardingFound onboarding)
    {
        var suspicions = new List<SuspicionRaised>();
        foreach (var mismatch in new[] { active.TotalMismatch, left.TotalMismatch, onboarding.TotalMismatch }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            suspicions.Add(new(BambooHrReasons.TotalMismatch, mismatch));
        }
        var missing = active.NeverSent.Concat(left.NeverSent).Concat(before?.Visible.Except(now.Visible) ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            suspicions.Add(new(BambooHrReasons.MissingFields,
                $"BambooHR no longer shows {string.Join(", ", missing)} to this key. Compare its user's access level with the list under least privilege."));
        }
        if (before?.ActiveEmployees is { } earlier && now.ActiveEmployees is { } today && IsCliff(earlier, today))
        {
            suspicions.Add(new(BambooHrReasons.HeadcountCliff, string.Create(CultureInfo.InvariantCulture,
                $"The key saw {earlier} active people last time and {today} now, more than a third fewer. People outside its scope vanish without a word: check the user's access level, then sync again.")));
        }
        foreach (var (column, facts) in now.Columns)
        {
            if (before?.Columns.GetValueOrDefault(column) is { } earlierFacts && IsSpike(earlierFacts, facts))
            {
                suspicions.Add(new(BambooHrReasons.NullSpike, string.Create(CultureInfo.InvariantCulture,
                    $"{column} was empty in {earlierFacts.Empty} of {earlierFacts.Rows} rows last time and is empty in {facts.Empty} of {facts.Rows} now.")));
            }
        }
        return suspicions;
    }

    /// <summary>Falls by more than a third; exactly a third is not more.</summary>
    internal static bool IsCliff(long before, long now) => (before - now) * 3 > before;

    /// <summary>
    /// Mostly filled before, as good as empty now. Rows that were selected by the column say nothing about how empty it is elsewhere: many a
    /// company has old leavers without a date. After those only a column without any value at all is one, since theirs are still to be seen.
    /// </summary>
    internal static bool IsSpike(ColumnFacts before, ColumnFacts now) =>
        before.Empty * 2 < before.Rows && (before.Selected && !now.Selected ? now.IsHollow : now.Empty * 10 >= now.Rows * 9);

    /// <summary>A draft as it stands in a run that is not believed: kept, with its reason, and no verdict.</summary>
    public static EvidenceDraft Doubted(EvidenceDraft draft, IReadOnlyList<SuspicionRaised> suspicions)
    {
        if (suspicions.Count == 0)
        {
            return draft;
        }
        var payload = draft.Payload.DeepClone().AsObject();
        payload["result"] = "inconclusive";
        payload["reason"] = suspicions[0].Code;
        return draft with { Payload = payload, Result = EvidenceResult.Inconclusive, ReasonCode = suspicions[0].Code };
    }
}
