namespace Portal.Simulator.Population;

/// <summary>
/// Everybody a company has on record on one day, computed position by position. Each position is held by one person after
/// another, for ever; walking it from its first holder costs a few multiplications, so nobody is kept in memory.
/// </summary>
internal sealed class Roster(CompanyScript script, int seed, DateOnly today)
{
    private readonly ulong _salt = Scramble.Seed(seed, script.Name);

    public CompanyScript Script => script;

    public ulong Salt => _salt;

    public int Today { get; } = today.DayNumber;

    /// <summary>Everybody on record who holds or held the position, oldest first.</summary>
    public SeatWalk Seat(int seat) => new(script, _salt, seat, Today);

    public IEnumerable<Person> People()
    {
        for (var seat = 0; seat < script.Headcount; seat++)
        {
            if (FallenOffCliff(seat))
            {
                continue;
            }

            var walk = Seat(seat);
            while (walk.MoveNext())
            {
                yield return walk.Current;
            }
        }
    }

    public Person? Find(int id)
    {
        var (ordinal, seat) = Math.DivRem(id - 1, 1_000_000);
        if (id < 1 || seat >= script.Headcount || FallenOffCliff(seat))
        {
            return null;
        }

        return At(seat, ordinal);
    }

    public Person? At(int seat, int ordinal)
    {
        var walk = Seat(seat);
        while (walk.MoveNext())
        {
            if (walk.Current.Ordinal == ordinal)
            {
                return walk.Current;
            }
        }

        return null;
    }

    private bool FallenOffCliff(int seat) =>
        script.CliffOn is { } day && Today >= day.DayNumber && Scramble.Below(100, _salt, seat, 0, Purpose.Cliff) < script.CliffPercent;
}
