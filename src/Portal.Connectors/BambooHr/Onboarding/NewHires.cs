using Portal.Connectors.BambooHr.Vendor;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>Who was hired in the period and is still here: the people onboarding is measured for. Bounded by the period, not the company.</summary>
internal static class NewHires
{
    public static IReadOnlyList<string> Fields { get; } = [BambooHrFields.Id, BambooHrFields.Status, BambooHrFields.HireDate];

    public static async Task<NewHiresFound> FindAsync(
        IPeopleSource source, int periodDays, DateOnly today, IProgress<RowsRead> progress, CancellationToken cancellationToken)
    {
        var from = today.AddDays(-periodDays);
        var filter = Terminations.Since(BambooHrFields.HireDate, from);
        var reading = await source.ReadAsync(new PeopleQuery(Fields, filter), () => new Hires(from, today), progress, cancellationToken);
        if (reading.Filter is not null && reading.Rows.People.Count == 0)
        {
            // As with leavers: nobody is only believed when looking at everybody finds nobody either.
            reading = await source.ReadAsync(new PeopleQuery(Fields), () => new Hires(from, today), progress, cancellationToken);
        }
        return new NewHiresFound(
            reading.Rows.People, reading.Filter, reading.IsWhole, reading.NeverSent,
            new ColumnFacts(reading.Rows.ActiveRows, reading.Rows.ActiveWithoutDate, Selected: reading.Filter is not null));
    }

    private sealed class Hires(DateOnly from, DateOnly today) : IPeopleSink
    {
        public Dictionary<string, DateOnly> People { get; } = new(StringComparer.Ordinal);

        public long ActiveRows { get; private set; }

        public long ActiveWithoutDate { get; private set; }

        public void Take(PeopleRow row)
        {
            if (!BambooHrMapper.IsActive(row[BambooHrFields.Status]))
            {
                return;
            }
            ActiveRows++;
            var hired = BambooHrMapper.Date(row[BambooHrFields.HireDate]);
            ActiveWithoutDate += hired is null ? 1 : 0;
            if (hired >= from && hired <= today)
            {
                People[row.Id] = hired.Value;
            }
        }
    }
}

/// <param name="People">Id → hire date.</param>
/// <param name="Filter">The filter that found them; null when there was none to trust, so that nobody else trusts it either.</param>
/// <param name="HireDates">How full the hire-date column was among the active people read.</param>
internal sealed record NewHiresFound(
    IReadOnlyDictionary<string, DateOnly> People, string? Filter, bool IsWhole, IReadOnlyList<string> NeverSent, ColumnFacts HireDates);
