using Portal.Connectors.BambooHr;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class RunGuardsTests
{
    [Theory]
    [InlineData(300, 200, false)]
    [InlineData(300, 199, true)]
    [InlineData(3, 2, false)]
    [InlineData(3, 1, true)]
    [InlineData(1, 0, true)]
    [InlineData(100, 400, false)]
    [InlineData(0, 0, false)]
    public void IsCliff_MoreThanAThird_AndNotAThird(long before, long now, bool expected) => Assert.Equal(expected, RunGuards.IsCliff(before, now));

    [Theory]
    [InlineData(10, 4, 10, 9, true)]
    [InlineData(10, 4, 10, 8, false)]
    [InlineData(10, 5, 10, 10, false)]
    [InlineData(1, 0, 1, 1, true)]
    public void IsSpike_FilledBeforeAndEmptyNow(long rowsBefore, long emptyBefore, long rows, long empty, bool expected) =>
        Assert.Equal(expected, RunGuards.IsSpike(new ColumnFacts(rowsBefore, emptyBefore), new ColumnFacts(rows, empty)));

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"activeEmployees":5,"visible":[],"columns":{}}""")]
    public void Read_NothingOrAnotherVersionsFacts_IsAFirstRun(string? json) => Assert.Null(RunMemory.Read(json));

    /// <summary>One leaver found by the date on one day, and on the next, when nobody is, everybody looked at: old leavers were imported without a date.</summary>
    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void IsSpike_AfterRowsThatTheColumnSelected_IsOnlyOneWithoutAnyValue(long empty, bool expected)
    {
        Assert.Equal(expected, RunGuards.IsSpike(new ColumnFacts(1, 0, Selected: true), new ColumnFacts(501, empty)));
        Assert.False(RunGuards.IsSpike(new ColumnFacts(501, 500), new ColumnFacts(1, 0, Selected: true)));
    }

    [Fact]
    public void Read_OwnFacts_ComeBackWhole()
    {
        var memory = new RunMemory(1, 200, ["eeid", "status"], new Dictionary<string, ColumnFacts> { ["hireDate"] = new(6, 0) });

        var back = RunMemory.Read(memory.ToJson())!;

        Assert.Equal((200, "eeid,status", new ColumnFacts(6, 0)), (back.ActiveEmployees, string.Join(',', back.Visible), back.Columns["hireDate"]));
    }
}
