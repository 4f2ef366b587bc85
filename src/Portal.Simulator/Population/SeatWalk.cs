namespace Portal.Simulator.Population;

/// <summary>Walks the holders of one position who are on record today. A struct, so that walking 100,000 positions allocates nothing.</summary>
internal struct SeatWalk(CompanyScript script, ulong salt, int seat, int today)
{
    private const int LongestServiceBeforeRecords = 2_500;
    private static readonly int RecordsBegin = CompanyScript.RecordsBegin.DayNumber;

    private int _ordinal = -1;
    private int _tenure = -1;
    private int _start;
    private int _end;

    public Person Current { get; private set; }

    public bool MoveNext()
    {
        NextTenure();
        if (_start - script.HireLeadDays > today)
        {
            return false;
        }

        _ordinal++;
        var (hired, left) = (_start, KnownLeave());
        var (returned, leftAgain) = (0, 0);
        if (Draw(100, Purpose.Rehire) < script.RehirePercent)
        {
            NextTenure();
            if (_start - script.HireLeadDays <= today)
            {
                (returned, leftAgain) = (_start, KnownLeave());
            }
        }

        Current = new(seat, _ordinal, hired, left, returned, leftAgain, Scramble.Below(2, salt, seat, _ordinal, Purpose.KeepsOldLeaveDate) == 0,
            today, Scramble.Below(100, salt, seat, _ordinal, Purpose.Employment) < script.ContractorPercent);
        return true;
    }

    private void NextTenure()
    {
        var mean = Math.Max(60, script.MeanTenureDays);
        _tenure++;
        if (_tenure == 0)
        {
            // The smaller of two draws: what is left of a running tenure on an arbitrary day, so that people leave at a steady
            // rate from the first day on instead of in waves.
            _start = RecordsBegin - 1 - Draw(LongestServiceBeforeRecords, Purpose.FirstHire);
            _end = RecordsBegin + Math.Min(Draw(2 * mean, Purpose.FirstLeaveA), Draw(2 * mean, Purpose.FirstLeaveB));
            return;
        }

        _start = _end + 1 + Draw(script.VacancyDays + 1, Purpose.Vacancy);
        _end = _start + 30 + Draw(2 * (mean - 30), Purpose.Tenure);
    }

    private int KnownLeave() => _end - Draw(script.NoticeDays + 1, Purpose.Notice) <= today ? _end : 0;

    private int Draw(int bound, Purpose purpose) => Scramble.Below(bound, salt, seat, _tenure, purpose);
}
