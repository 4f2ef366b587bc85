using System.Globalization;
using Portal.Simulator.Population;

namespace Portal.Simulator;

/// <summary>
/// The truth about a company on one day, for comparing what a client made of the API. Counted over everybody on record, whatever a
/// key may see, and independent of the dataset code.
/// </summary>
/// <param name="Leavers">Everybody with a leave date on record, oldest date first; includes announced leavers and people who came back.</param>
public sealed record CompanyFacts(
    DateOnly Day, int OnRecord, int Active, int Contractors, int FutureHires, IReadOnlyList<LeaverFact> Leavers, IReadOnlyList<NewHireFact> NewHires)
{
    /// <summary>How far back <see cref="NewHires"/> goes.</summary>
    public const int NewHireDays = 120;

    internal static CompanyFacts Count(Roster roster)
    {
        int onRecord = 0, active = 0, contractors = 0, futureHires = 0;
        var leavers = new List<LeaverFact>();
        var newHires = new List<NewHireFact>();
        foreach (var person in roster.People())
        {
            onRecord++;
            active += person.IsActive ? 1 : 0;
            contractors += person is { IsActive: true, IsContractor: true } ? 1 : 0;
            futureHires += person.IsFutureHire ? 1 : 0;
            var eeid = person.Id.ToString(CultureInfo.InvariantCulture);
            if (person.LeaveDay != 0)
            {
                leavers.Add(new(eeid, DateOnly.FromDayNumber(person.LeaveDay), person.IsActive));
            }

            if (person.HireDay <= roster.Today && person.HireDay > roster.Today - NewHireDays)
            {
                newHires.Add(NewHire(eeid, person, roster));
            }
        }

        return new(DateOnly.FromDayNumber(roster.Today), onRecord, active, contractors, futureHires,
            [.. leavers.OrderBy(leaver => leaver.Date).ThenBy(leaver => leaver.Eeid, StringComparer.Ordinal)], newHires);
    }

    private static NewHireFact NewHire(string eeid, Person person, Roster roster)
    {
        var tasks = OnboardingTasks.Of(person, roster).Where(task => task.Tasklist == OnboardingTasks.OnboardingList).ToList();
        return new(eeid, DateOnly.FromDayNumber(person.HireDay), person.HasReturned, tasks.Count,
            tasks.Count(task => task.CompletedOn != 0),
            tasks.Count(task => task.DueOn <= roster.Today),
            tasks.Count(task => task.DueOn < roster.Today && task.CompletedOn == 0));
    }
}

/// <param name="StillActive">True while the date lies ahead, on the day itself, and for people who came back.</param>
public sealed record LeaverFact(string Eeid, DateOnly Date, bool StillActive);

/// <param name="Returned">Came back after leaving; their onboarding tasks are those of the first time.</param>
/// <param name="Due">Tasks whose due date is today or earlier, done or not.</param>
/// <param name="Overdue">Tasks whose due date has passed and that are not done.</param>
public sealed record NewHireFact(string Eeid, DateOnly Hired, bool Returned, int Tasks, int Completed, int Due, int Overdue);
