using System.Text.Json;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class TaskDataTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private static readonly string[] Fields = ["eeid", "taskName", "taskTasklist", "taskDueDate", "taskCompleted", "taskCompletedDate"];
    private const string RecentHires = "hireDate gt '2026-07-26' and hireDate le '2026-11-23'";

    [Fact]
    public async Task Tasks_RowPerTask_AddUpToTheTruth()
    {
        using var caller = fixture.Call(Companies.Contoso);
        var rows = (await caller.DrainAsync(Fields, RecentHires)).Where(row => row.GetProperty("taskTasklist").GetString() == "New hire onboarding").ToList();
        var hires = fixture.Server.Control.FactsOf(Companies.Contoso).NewHires.Where(hire => hire.Tasks > 0).ToList();
        Assert.Equal(hires.Sum(hire => hire.Tasks), rows.Count);
        Assert.Equal(hires.Sum(hire => hire.Completed), rows.Count(row => row.GetProperty("taskCompleted").GetString() == "true"));
        Assert.Equal(hires.Sum(hire => hire.Overdue), rows.Count(row =>
            row.GetProperty("taskCompleted").GetString() == "false" && string.CompareOrdinal(row.GetProperty("taskDueDate").GetString(), "2026-11-23") < 0));
        Assert.All(rows, row => Assert.Equal(row.GetProperty("taskCompleted").GetString() == "false", row.GetProperty("taskCompletedDate").ValueKind == JsonValueKind.Null));
    }

    [Fact]
    public async Task Tasks_PeopleWithoutAny_GiveOneRowOfNulls()
    {
        using var caller = fixture.Call();
        var row = Assert.Single(await caller.DrainAsync(Fields, "eeid eq 1"));
        Assert.Equal("1", row.GetProperty("eeid").GetString());
        Assert.All(Fields[1..], field => Assert.Equal(JsonValueKind.Null, row.GetProperty(field).ValueKind));
    }

    [Fact]
    public async Task Tasks_Offboarding_ShareTheEntity()
    {
        using var caller = fixture.Call();
        var lists = (await caller.DrainAsync(Fields)).Select(row => row.GetProperty("taskTasklist").GetString()).Distinct();
        Assert.Equal([null, "New hire onboarding", "Offboarding"], lists.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tasks_SingleRow_GiveAsManyRowsAsPeople()
    {
        using var caller = fixture.CallWith(MagicKeys.TasksSingleRow);
        var rows = await caller.DrainAsync(Fields, RecentHires);
        Assert.Equal(rows.Count, rows.Select(row => row.GetProperty("eeid").GetString()).Distinct().Count());
        Assert.NotEmpty(rows);
    }

    [Fact]
    public async Task Tasks_Absent_AreNotInTheFieldList()
    {
        using var caller = fixture.CallWith(MagicKeys.TasksAbsent);
        var fields = await caller.GetJsonAsync("api/v1_2/datasets/employee/fields");
        var entities = fields.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("entityName").GetString()).Distinct();
        Assert.Equal(["personal", "job", "employmentStatus", "custom"], entities);
    }

    [Fact]
    public async Task Tasks_Present_CarryTheRecordedNames()
    {
        using var caller = fixture.Call();
        var fields = await caller.GetJsonAsync("api/v1_2/datasets/employee/fields");
        var names = fields.GetProperty("fields").EnumerateArray()
            .Where(field => field.GetProperty("entityName").GetString() == "employeeTasks").Select(field => field.GetProperty("name").GetString());
        Assert.Equal(["taskName", "taskTasklist", "taskCategory", "taskAssignedTo", "taskDueDate", "taskCompleted", "taskCompletedDate"], names);
    }
}
