using Portal.Simulator.Access;
using Portal.Simulator.Employees;
using Portal.Simulator.Population;

namespace Portal.Simulator.Datasets;

/// <summary>The columns of the <c>employee</c> dataset, and which of them a key can see.</summary>
internal static class FieldCatalog
{
    private static readonly DatasetField[] All =
    [
        new("eeid", "EEID", DatasetSection.Personal, static (in row, _) => PersonText.Id(row.Person)),
        new("employeeNumber", "Employee #", DatasetSection.Personal, static (in row, view) => PersonText.EmployeeNumber(row.Person, view.Roster.Salt)),
        new("firstName", "First Name", DatasetSection.Personal, static (in row, view) => PersonText.FirstName(row.Person, view.Roster.Salt)),
        new("lastName", "Last Name", DatasetSection.Personal, static (in row, view) => PersonText.LastName(row.Person, view.Roster.Salt)),
        new("email", "Work Email", DatasetSection.Personal, static (in row, view) => PersonText.Email(row.Person, view.Roster)),
        new("status", "Status", DatasetSection.Personal, static (in row, _) => row.Person.Status),
        new("department", "Department", DatasetSection.Job, static (in row, view) => PersonText.Department(row.Person, view.Roster.Salt)),
        new("hireDate", "Hire Date", DatasetSection.Job, static (in row, _) => PersonText.Date(row.Person.HireDay)),
        new("originalHireDate", "Original Hire Date", DatasetSection.Job, static (in row, _) => PersonText.Date(row.Person.Hired)),
        new("terminationDate", "Termination Date", DatasetSection.EmploymentStatus, static (in row, _) => PersonText.Date(row.Person.LeaveDay)),
        new("employmentStatus", "Employment Status", DatasetSection.EmploymentStatus,
            static (in row, view) => PersonText.EmploymentStatus(row.Person, view.Script)),
        new("employmentStatusEffectiveDate", "Employment Status: Date", DatasetSection.EmploymentStatus,
            static (in row, _) => PersonText.Date(row.Person.StatusDay)),
        new("preTerminationEmploymentStatus", "Pre-termination Employment Status", DatasetSection.EmploymentStatus,
            static (in row, _) => row.Person.IsActive || row.Person.IsFutureHire ? null : PersonText.WorkingLabel(row.Person)),
        new("taskName", "Task: Name", DatasetSection.EmployeeTasks, static (in row, _) => row.Task?.Name),
        new("taskTasklist", "Task: Tasklist", DatasetSection.EmployeeTasks, static (in row, _) => row.Task?.Tasklist),
        new("taskCategory", "Task: Category", DatasetSection.EmployeeTasks, static (in row, _) => row.Task?.Category),
        new("taskAssignedTo", "Task: Assigned To", DatasetSection.EmployeeTasks, static (in row, _) => row.Task?.Assignee),
        new("taskDueDate", "Task: Due Date", DatasetSection.EmployeeTasks, static (in row, _) => row.Task is { } task ? PersonText.Date(task.DueOn) : null),
        new("taskCompleted", "Task: Completed", DatasetSection.EmployeeTasks,
            static (in row, _) => row.Task is { } task ? task.CompletedOn != 0 ? "true" : "false" : null),
        new("taskCompletedDate", "Task: Completed Date", DatasetSection.EmployeeTasks,
            static (in row, _) => row.Task is { } task ? PersonText.Date(task.CompletedOn) : null),
        new("customOnboardingComplete", "Onboarding complete", DatasetSection.Custom,
            static (in row, view) => OnboardingTable.Complete(row.Person, view)),
        new("compensationPayRate", "Pay Rate", DatasetSection.Compensation, static (in _, _) => "1.00 XTS"),
        new("compensationPayType", "Pay Type", DatasetSection.Compensation, static (in _, _) => "Salary"),
        new("ssn", "SSN", DatasetSection.Private, static (in _, _) => "000-00-0000"),
        new("dateOfBirth", "Birth Date", DatasetSection.Private, static (in _, _) => "1900-01-01"),
        new("gender", "Gender", DatasetSection.Private, static (in _, _) => null),
        new("homePhone", "Home Phone", DatasetSection.Private, static (in _, _) => "555-0100"),
    ];

    private static readonly Dictionary<string, DatasetField> ByName = All.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public static IEnumerable<DatasetField> VisibleTo(CompanyView view) => All.Where(field => IsVisible(field, view));

    /// <summary>The field, or null when it does not exist or the key may not see it: the vendor does not tell these apart.</summary>
    public static DatasetField? Find(string name, CompanyView view) =>
        ByName.TryGetValue(name, out var field) && IsVisible(field, view) ? field : null;

    public static string? Read(DatasetField field, in DatasetRow row, CompanyView view) =>
        view.Script.NullFields.Contains(field.Name) ? null : field.Read(row, view);

    private static bool IsVisible(DatasetField field, CompanyView view) =>
        view.Sees(field.Name)
        && (!field.IsSensitive || view.Key.SeesSensitiveFields)
        && (!field.IsTaskField || view.Tasks != TaskData.Absent);
}
