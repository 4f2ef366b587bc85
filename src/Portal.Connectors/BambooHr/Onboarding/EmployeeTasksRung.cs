using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>
/// Rung 1: the employeeTasks entity of the employee dataset, one row per person and task. Undocumented, seen in one tenant's live field list in
/// June 2026; so it is checked whether rows really are tasks, and whatever looks otherwise is not used.
/// </summary>
internal sealed class EmployeeTasksRung : IRung
{
    public string Name => BambooHrRungs.EmployeeTasks;

    public string Measure => "Onboarding tasks of people hired in the period";

    public async Task<RungOutcome> MeasureAsync(OnboardingQuestion question, CancellationToken cancellationToken)
    {
        var lists = question.Settings.TaskLists;
        if (question.Source is not EmployeeDataset dataset || !dataset.Visible.Has(BambooHrFields.Tasks))
        {
            return new Unusable(BambooHrReasons.FieldsNotExposed);
        }
        if (lists.Count == 0)
        {
            var seen = await dataset.SampleAsync(TaskSample.Fields, () => new TaskSample(), cancellationToken);
            return new Unusable(BambooHrReasons.NoOnboardingListConfigured, Note: seen.ListsAsAdvice());
        }
        string[] fields = [BambooHrFields.Id, .. BambooHrFields.Tasks];
        var parameters = new JsonObject { ["fields"] = ActiveEmployees.Json(fields), ["taskLists"] = ActiveEmployees.Json(lists) };
        if (question.Hires.Count == 0)
        {
            return new Measured(question.Tally(), BambooHrManifest.DataRead, parameters, 0, null);
        }

        var reading = await dataset.ReadAsync(
            new PeopleQuery(fields, question.HiresFilter, RowsPerPerson: true), () => new Tasks(question), progress: null, cancellationToken);
        var tasks = reading.Rows;
        parameters["filter"] = reading.Filter;
        parameters["rowsRead"] = reading.RowsRead;
        parameters["passes"] = reading.Passes;
        if (!tasks.SomebodyHasSeveral && tasks.People > 0)
        {
            // One row for each person: either everybody has one task, or BambooHR shows one task of several. People outside the period can tell.
            var sample = await dataset.SampleAsync(TaskSample.Fields, () => new TaskSample(), cancellationToken);
            if (!sample.SomebodyHasSeveral)
            {
                return new Unusable(BambooHrReasons.SingleRowProjection,
                    Note: "BambooHR shows one task for each person, so the share of finished tasks cannot be told from it.");
            }
        }
        return tasks.Tally.Total == 0
            ? new Unusable(BambooHrReasons.NoOnboardingListConfigured,
                Note: "None of the configured task lists appears for the people hired in the period. Check the names in the connection's settings.")
            : new Measured(tasks.Tally, BambooHrManifest.DataRead, parameters, reading.Pages, reading.ProviderTotal, reading.IsWhole);
    }

    private sealed class Tasks(OnboardingQuestion question) : IPeopleSink
    {
        private readonly HashSet<string> _lists = new(question.Settings.TaskLists, StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _people = new(StringComparer.Ordinal);

        public OnboardingTally Tally { get; } = question.Tally();

        public bool SomebodyHasSeveral { get; private set; }

        public int People => _people.Count;

        public void Take(PeopleRow row)
        {
            // A person without tasks has one row of nulls.
            if (row[BambooHrFields.TaskName] is null or "" || !question.Hires.ContainsKey(row.Id))
            {
                return;
            }
            SomebodyHasSeveral |= !_people.Add(row.Id);
            if (row[BambooHrFields.TaskList]?.Trim() is not { } list || !_lists.Contains(list))
            {
                return;
            }
            var (completed, completedOn) = (row[BambooHrFields.TaskCompleted], row[BambooHrFields.TaskCompletedDate]);
            Tally.Add(
                row.Id, BambooHrMapper.Date(row[BambooHrFields.TaskDueDate]), BambooHrMapper.IsDone(completed, completedOn, question.Today),
                hasValue: completed is not null || completedOn is not null);
        }
    }
}

/// <summary>A first page of anybody's tasks: which lists there are, and whether a person can have several rows at all.</summary>
internal sealed class TaskSample : IPeopleSink
{
    private const int MostLists = 20;

    private readonly SortedSet<string> _lists = new(StringComparer.Ordinal);
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Fields { get; } = [BambooHrFields.Id, BambooHrFields.TaskName, BambooHrFields.TaskList];

    public bool SomebodyHasSeveral { get; private set; }

    public IReadOnlyCollection<string> Lists => _lists;

    public void Take(PeopleRow row)
    {
        if (row[BambooHrFields.TaskName] is null or "")
        {
            return;
        }
        SomebodyHasSeveral |= !_people.Add(row.Id);
        if (row[BambooHrFields.TaskList]?.Trim() is { Length: > 0 } list && _lists.Count < MostLists)
        {
            _lists.Add(list);
        }
    }

    public string ListsAsAdvice() => _lists.Count == 0
        ? "BambooHR shows task fields but no task list yet. Name the onboarding lists in the connection's settings once there are any."
        : $"BambooHR shows these task lists: {string.Join("; ", _lists)}. Name those that are onboarding in the connection's settings.";
}
