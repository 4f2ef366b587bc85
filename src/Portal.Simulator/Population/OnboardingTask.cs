namespace Portal.Simulator.Population;

/// <summary>One task of one person as the vendor shows it today. Days are day numbers; <see cref="CompletedOn"/> is 0 while open.</summary>
internal readonly record struct OnboardingTask(string Name, string Tasklist, string Category, string Assignee, int DueOn, int CompletedOn);

/// <summary>Derives people's task lists from their dates: one list for joining, one for leaving, in the same entity.</summary>
internal static class OnboardingTasks
{
    public const string OnboardingList = "New hire onboarding";
    public const string OffboardingList = "Offboarding";
    private const int AppearsBefore = 7;

    private static readonly Template[] Onboarding =
    [
        new("Sign employment agreement", "Paperwork", "New hire", -1),
        new("Read and accept code of conduct", "Policies", "New hire", 3),
        new("Complete security awareness course", "Training", "New hire", 7),
        new("Set up multi-factor authentication", "IT", "IT", 1),
        new("Background screening recorded", "HR", "HR", 5),
        new("30-day check-in with manager", "Manager", "Manager", 30),
    ];

    private static readonly Template[] Offboarding =
    [
        new("Return equipment", "IT", "Employee", 3),
        new("Disable accounts", "IT", "IT", 0),
    ];

    /// <summary>Tasks are on record for people hired since records began; long-serving staff have none.</summary>
    public static IEnumerable<OnboardingTask> Of(Person person, Roster roster)
    {
        if (person.Hired >= CompanyScript.RecordsBegin.DayNumber && person.Hired - AppearsBefore <= roster.Today)
        {
            for (var index = 0; index < Onboarding.Length; index++)
            {
                yield return Create(Onboarding[index], OnboardingList, index, person.Hired, person, roster);
            }
        }

        if (person.Left != 0 && person.Left - AppearsBefore <= roster.Today)
        {
            for (var index = 0; index < Offboarding.Length; index++)
            {
                yield return Create(Offboarding[index], OffboardingList, Onboarding.Length + index, person.Left, person, roster);
            }
        }
    }

    private static OnboardingTask Create(Template template, string list, int index, int anchor, Person person, Roster roster)
    {
        var due = anchor + template.DueAfter;
        var timing = Scramble.Below(100, roster.Salt, person.Id, index, Purpose.TaskTiming);
        var delay = Scramble.Below(10, roster.Salt, person.Id, index, Purpose.TaskDelay);
        var script = roster.Script;
        var done = timing < script.ForgottenTaskPercent ? int.MaxValue
            : timing < script.ForgottenTaskPercent + script.LateTaskPercent ? due + 1 + delay
            : due - delay % 4;
        return new(template.Name, list, template.Category, template.Assignee, due, done <= roster.Today ? done : 0);
    }

    private sealed record Template(string Name, string Category, string Assignee, int DueAfter);
}
