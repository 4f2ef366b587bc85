namespace Portal.Simulator;

/// <summary>
/// Everything that decides what a simulated company looks like. Its people are computed from this, the seed and the vendor's
/// day; nothing is stored, so a changed script or a moved clock changes every answer at once.
/// </summary>
/// <param name="Name">Host label: <c>acme</c> of acme.bamboohr.com.</param>
/// <param name="Headcount">
/// Positions. With <see cref="VacancyDays"/> = 0 every position is always taken, so exactly this many people are Active.
/// </param>
public sealed record CompanyScript(string Name, int Headcount)
{
    /// <summary>No leaver is on record before this day. A vendor clock before it shows long-serving staff only, or nobody.</summary>
    public static readonly DateOnly RecordsBegin = new(2023, 1, 1);

    /// <summary>A position stays empty for 0 to this many days after somebody left.</summary>
    public int VacancyDays { get; init; }

    /// <summary>Mean days from hire to leaving, at least 60; about <c>Headcount × 30 / MeanTenureDays</c> people leave in 30 days.</summary>
    public int MeanTenureDays { get; init; } = 1_500;

    /// <summary>Share of leavers, in percent, who come back to their position under the same eeid.</summary>
    public int RehirePercent { get; init; } = 8;

    /// <summary>A leave date is on record 0 to this many days ahead.</summary>
    public int NoticeDays { get; init; } = 30;

    /// <summary>A hire is on record, as Inactive, this many days ahead.</summary>
    public int HireLeadDays { get; init; } = 14;

    /// <summary>Share of people, in percent, whose employment status is Contractor. They count as Active.</summary>
    public int ContractorPercent { get; init; } = 8;

    /// <summary>IANA zone in which the vendor's day changes for this company.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>The employment status label of people who left; customers rename it.</summary>
    public string LeaverLabel { get; init; } = "Terminated";

    /// <summary>Share of onboarding tasks, in percent, done one to ten days late.</summary>
    public int LateTaskPercent { get; init; }

    /// <summary>Share of onboarding tasks, in percent, that nobody ever completes.</summary>
    public int ForgottenTaskPercent { get; init; }

    public TaskData Tasks { get; init; } = TaskData.RowPerTask;

    public TrainingData Trainings { get; init; } = TrainingData.Present;

    /// <summary>From this day on <see cref="CliffPercent"/> of the positions are missing from every answer, without any leaver.</summary>
    public DateOnly? CliffOn { get; init; }

    public int CliffPercent { get; init; } = 45;

    /// <summary>Dataset fields that are visible but null for everybody.</summary>
    public IReadOnlySet<string> NullFields { get; init; } = new HashSet<string>();

    /// <summary>Whether the employee directory is shared; otherwise it answers 403.</summary>
    public bool DirectoryShared { get; init; } = true;
}

/// <summary>How the dataset shows the <c>employeeTasks</c> entity.</summary>
public enum TaskData
{
    /// <summary>One row per person and task; people without tasks give one row of nulls.</summary>
    RowPerTask,
    /// <summary>The entity is not in the field list.</summary>
    Absent,
    /// <summary>One row per person, holding only their first task.</summary>
    SingleRow,
}

/// <summary>How the training endpoints answer.</summary>
public enum TrainingData
{
    Present,
    /// <summary>No training types: an empty map, which is sent as <c>[]</c>.</summary>
    Absent,
    /// <summary>404: the feature is not part of the customer's plan.</summary>
    NotInPlan,
    /// <summary>403: the key may not see trainings.</summary>
    Forbidden,
}
