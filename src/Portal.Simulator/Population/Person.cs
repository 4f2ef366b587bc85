namespace Portal.Simulator.Population;

/// <summary>
/// One person as the vendor's records show them on one day. Days are <see cref="DateOnly.DayNumber"/>; 0 means not on record.
/// The last day of employment is a working day: a person is still Active on it.
/// </summary>
/// <param name="Seat">Position they hold, from 0.</param>
/// <param name="Ordinal">How many people held the position before them.</param>
/// <param name="Returned">Day they came back after leaving, if that is on record.</param>
/// <param name="LeftAgain">Last day after coming back, if on record.</param>
internal readonly record struct Person(
    int Seat, int Ordinal, int Hired, int Left, int Returned, int LeftAgain, bool KeepsOldLeaveDate, int Today, bool IsContractor)
{
    private const int IdsPerGeneration = 1_000_000;

    public int Id => Ordinal * IdsPerGeneration + Seat + 1;

    public bool HasReturned => Returned != 0 && Returned <= Today;

    public bool IsActive => HasReturned
        ? LeftAgain == 0 || Today <= LeftAgain
        : Hired <= Today && (Left == 0 || Today <= Left);

    public bool IsFutureHire => Hired > Today;

    public int HireDay => HasReturned ? Returned : Hired;

    /// <summary>A person who came back may still carry the date of the first leave: real tenants do, and it must not count as a leaver.</summary>
    public int LeaveDay => HasReturned
        ? LeftAgain != 0 ? LeftAgain : KeepsOldLeaveDate ? Left : 0
        : Left;

    /// <summary>Day on which the current employment status began.</summary>
    public int StatusDay => LeaveDay != 0 && !IsActive ? LeaveDay : HireDay;

    public string Status => IsActive ? "Active" : "Inactive";
}
