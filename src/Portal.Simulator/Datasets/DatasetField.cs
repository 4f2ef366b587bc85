using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Datasets;

/// <summary>A person, joined with one of their tasks when the query asks for task fields; null for somebody without tasks.</summary>
internal readonly record struct DatasetRow(Person Person, OnboardingTask? Task);

internal delegate string? ReadField(in DatasetRow row, CompanyView view);

/// <summary>One column of the <c>employee</c> dataset. All values are text or null.</summary>
internal sealed record DatasetField(string Name, string Label, DatasetSection Section, ReadField Read)
{
    public bool IsTaskField => Section == DatasetSection.EmployeeTasks;

    public bool IsSensitive => Section is DatasetSection.Compensation or DatasetSection.Private;
}

internal enum DatasetSection { Personal, Job, EmploymentStatus, EmployeeTasks, Custom, Compensation, Private }
