namespace Portal.Simulator.Population;

/// <summary>Walks the holders of one position who are on record today. A struct, so that walking 100,000 positions allocates nothing.</summary>
internal struct SeatWalk(CompanyScript script, ulong salt, int seat, int today)
{
    private const int LongestServiceBeforeRecords = 2_500;
    private static readonly int RecordsBegin = CompanyScript.RecordsBegin.DayNumber;

    private int ordinal = -1;
    private int tenure = -1;
    private int start;
    private int end;

    public Person Current { get; private set; }

    public bool MoveNext()
    {
        NextTenure();
        if (start - script.HireLeadDays > today)
        {
            return false;
        }

        ordinal++;
        var (hired, left) = (start, KnownLeave());
        var (returned, leftAgain) = (0, 0);
        if (Draw(100, Purpose.Rehire) < script.RehirePercent)
        {
            NextTenure();
            if (start - script.HireLeadDays <= today)
            {
                (returned, leftAgain) = (start, KnownLeave());
            }
        }

        Current = new(seat, ordinal, hired, left, returned, leftAgain, Scramble.Below(2, salt, seat, ordinal, Purpose.KeepsOldLeaveDate) == 0,
            today, Scramble.Below(100, salt, seat, ordinal, Purpose.Employment) < script.ContractorPercent);
        return true;
    }

    private void NextTenure()
    {
        var mean = Math.Max(60, script.MeanTenureDays);
        tenure++;
        if (tenure == 0)
        {
            // The smaller of two draws: what is left of a running tenure on an arbitrary day, so that people leave at a steady
            // rate from the first day on instead of in waves.
            start = RecordsBegin - 1 - Draw(LongestServiceBeforeRecords, Purpose.FirstHire);
            end = RecordsBegin + Math.Min(Draw(2 * mean, Purpose.FirstLeaveA), Draw(2 * mean, Purpose.FirstLeaveB));
            return;
        }

        start = end + 1 + Draw(script.VacancyDays + 1, Purpose.Vacancy);
        end = start + 30 + Draw(2 * (mean - 30), Purpose.Tenure);
    }

    private int KnownLeave() => end - Draw(script.NoticeDays + 1, Purpose.Notice) <= today ? end : 0;

    private int Draw(int bound, Purpose purpose) => Scramble.Below(bound, salt, seat, tenure, purpose);
}
