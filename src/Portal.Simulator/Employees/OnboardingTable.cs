using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary>
/// Where a customer keeps onboarding themselves: the field <c>customOnboardingComplete</c> and the table <c>customOnboarding</c> say
/// whether somebody's first tasks are all done.
/// </summary>
internal static class OnboardingTable
{
    public static IEnumerable<TableRow> RowsOf(Person person, CompanyView view)
    {
        if (CompletedOn(person, view) is { } day)
        {
            yield return TableRow.Of(person, 0,
                [("customOnboardingComplete", YesNo(day)), ("customCompletedDate", PersonText.Date(day) ?? PersonText.ZeroDate)]);
        }
    }

    /// <summary>"Yes" or "No", or null for people whose onboarding is not on record.</summary>
    public static string? Complete(Person person, CompanyView view) => CompletedOn(person, view) is { } day ? YesNo(day) : null;

    /// <summary>The day the last task was done, 0 while any is open, null when there is none on record.</summary>
    private static int? CompletedOn(Person person, CompanyView view)
    {
        var tasks = OnboardingTasks.Of(person, view.Roster).Where(task => task.Tasklist == OnboardingTasks.OnboardingList).ToList();
        return tasks.Count == 0 ? null : tasks.TrueForAll(task => task.CompletedOn != 0) ? tasks.Max(task => task.CompletedOn) : 0;
    }

    private static string YesNo(int day) => day != 0 ? "Yes" : "No";
}
