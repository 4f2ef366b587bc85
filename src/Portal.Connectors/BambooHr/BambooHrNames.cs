namespace Portal.Connectors.BambooHr;

/// <summary>Evidence kinds, in the order in which a sync emits them.</summary>
internal static class BambooHrKinds
{
    public const string ActiveEmployees = "bamboohr.active_employees";
    public const string Terminations = "bamboohr.terminations";
    public const string OnboardingCompletion = "bamboohr.onboarding_completion";
}

/// <summary>The ladder on which onboarding completion is derived, best first. The evidence names the rung it stands on.</summary>
internal static class BambooHrRungs
{
    public const string EmployeeTasks = "employee_tasks";
    public const string RequiredTrainings = "required_trainings";
    public const string CustomerField = "customer_field";
    public const string NotAvailable = "not_available";
}

/// <summary>Why a result is not Satisfied: the closed set a payload's <c>reason</c> can hold.</summary>
internal static class BambooHrReasons
{
    public const string FieldsNotExposed = "fields_not_exposed";
    public const string PermissionDenied = "permission_denied";
    public const string NoOnboardingListConfigured = "no_onboarding_list_configured";
    public const string NoNewHiresInPeriod = "no_new_hires_in_period";
    public const string SingleRowProjection = "single_row_projection";
    public const string FeatureNotInPlan = "feature_not_in_plan";
    public const string RateLimited = "rate_limited";
    public const string ApiError = "api_error";

    /// <summary>People were hired in the period, but nothing of theirs is due yet: no denominator, and no lie about hires.</summary>
    public const string NothingDueYet = "nothing_due_yet";
    public const string BelowThreshold = "below_threshold";
    public const string OverdueBeyondLimit = "overdue_beyond_limit";

    /// <summary>A completion value that is neither a date nor a yes or no that we know.</summary>
    public const string UnreadableValues = "unreadable_values";

    /// <summary>The key sees nobody at all: a permission far more often than an empty company.</summary>
    public const string NoEmployeesVisible = "no_employees_visible";

    public const string HeadcountCliff = "headcount_cliff";
    public const string NullSpike = "null_spike";
    public const string MissingFields = "missing_fields";
    public const string TotalMismatch = "total_mismatch";

    /// <summary>Every reason, in the order of the README.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        FieldsNotExposed, PermissionDenied, NoOnboardingListConfigured, NoNewHiresInPeriod, SingleRowProjection,
        FeatureNotInPlan, RateLimited, ApiError, NothingDueYet, BelowThreshold, OverdueBeyondLimit, UnreadableValues,
        NoEmployeesVisible, HeadcountCliff, NullSpike, MissingFields, TotalMismatch,
    ];
}

/// <summary>Field names as the employee dataset spells them; the classic API spells some differently.</summary>
internal static class BambooHrFields
{
    public const string Id = "eeid";
    public const string Status = "status";
    public const string HireDate = "hireDate";
    public const string TerminationDate = "terminationDate";
    public const string TaskName = "taskName";
    public const string TaskList = "taskTasklist";
    public const string TaskDueDate = "taskDueDate";
    public const string TaskCompleted = "taskCompleted";
    public const string TaskCompletedDate = "taskCompletedDate";

    /// <summary>Without these neither population can be shown.</summary>
    public static IReadOnlyList<string> Needed { get; } = [Id, Status, HireDate, TerminationDate];

    public static IReadOnlyList<string> Tasks { get; } = [TaskName, TaskList, TaskDueDate, TaskCompleted, TaskCompletedDate];
}
