using Portal.Connectors.BambooHr.Onboarding;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class OnboardingTallyTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);
    private static readonly Dictionary<string, DateOnly> TwoHires = new() { ["7"] = Today.AddDays(-40), ["5"] = Today.AddDays(-60) };

    private static OnboardingTally Tally(int overdueDays = 14) => new(TwoHires, Today, overdueDays);

    [Fact]
    public void Add_DueDays_EndAt2359()
    {
        var tally = Tally();
        tally.Add("7", Today, false);
        Assert.Equal((1, 0, 0, null), (tally.Total, tally.Due, tally.Overdue, tally.Rate()));
        tally.Add("7", Today.AddDays(-1), false);
        Assert.Equal((2, 1, 1, 0m), (tally.Total, tally.Due, tally.Overdue, tally.Rate()));
    }

    [Fact]
    public void Add_WithoutDueDate_FallsDueAfterTheOverdueLimit()
    {
        var tally = Tally(overdueDays: 40);
        tally.Add("7", null, false);
        Assert.Equal(0, tally.Due);
        tally.Add("5", null, false);
        Assert.Equal((1, 0), (tally.Due, tally.OverdueBeyondLimit));
    }

    [Fact]
    public void Add_SomebodyNotHiredInThePeriod_IsNotCounted()
    {
        var tally = Tally();
        tally.Add("99", Today.AddDays(-30), true);
        Assert.Equal(0, tally.Total);
    }

    [Theory]
    [InlineData(19, 1, 1, EvidenceResult.Satisfied, null)]
    [InlineData(18, 2, 1, EvidenceResult.NotSatisfied, "below_threshold")]
    [InlineData(19, 1, 14, EvidenceResult.Satisfied, null)]
    [InlineData(19, 1, 15, EvidenceResult.NotSatisfied, "overdue_beyond_limit")]
    [InlineData(0, 1, 1, EvidenceResult.NotSatisfied, "below_threshold")]
    [InlineData(1, 0, 0, EvidenceResult.Satisfied, null)]
    public void Judge_AtThresholdAndLimit_IsExact(int done, int late, int daysLate, EvidenceResult result, string? reason)
    {
        var tally = Tally();
        for (var i = 0; i < done; i++)
        {
            tally.Add("7", Today.AddDays(-1), true);
        }
        for (var i = 0; i < late; i++)
        {
            tally.Add("5", Today.AddDays(-daysLate), false);
        }
        Assert.Equal((result, reason), tally.Judge(0.95m));
    }

    [Fact]
    public void Judge_WithoutDenominator_NeitherPassesNorFails()
    {
        Assert.Equal((EvidenceResult.NotAvailable, "no_new_hires_in_period"), new OnboardingTally(new Dictionary<string, DateOnly>(), Today, 14).Judge(0.95m));

        var tally = Tally();
        tally.Add("7", Today.AddDays(3), true);
        Assert.Equal((EvidenceResult.NotAvailable, "nothing_due_yet"), tally.Judge(0.95m));
        Assert.Null(tally.Rate());
    }

    [Fact]
    public void Judge_ValueNobodyCanRead_IsInconclusive()
    {
        var tally = Tally();
        tally.Add("7", Today.AddDays(-1), true);
        tally.Add("7", Today.AddDays(-1), null);
        Assert.Equal((EvidenceResult.Inconclusive, "unreadable_values"), tally.Judge(0.5m));
    }

    [Fact]
    public void Members_EveryHire_AppearsOnceWithTheWorstOfTheirItems()
    {
        var tally = new OnboardingTally(new Dictionary<string, DateOnly> { ["7"] = Today, ["5"] = Today.AddDays(-1), ["6"] = Today, ["8"] = Today }, Today, 14);
        tally.Add("7", Today.AddDays(-1), false);
        tally.Add("7", Today.AddDays(-1), true);
        tally.Add("5", null, true);
        tally.Add("6", Today.AddDays(1), false);

        Assert.Equal(
            [("5", "complete"), ("6", "open"), ("7", "overdue"), ("8", "no_items")],
            tally.Members().Select(m => (m.SubjectId, m.Disposition)));
    }
}
