using Portal.Compliance.Connections.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class RetryPolicyTests
{
    private static readonly Guid Run = new("0195a000-0000-7000-8000-000000000002");

    [Fact]
    public void WaitAfter_EachAttempt_GrowsAndEndsWithTheFifth()
    {
        var waits = Enumerable.Range(1, 5).Select(attempt => RetryPolicy.WaitAfter(Run, attempt, null)).ToList();

        Assert.Null(waits[4]);
        Assert.Equal(TimeSpan.FromHours(1), waits[3]);
        foreach (var (wait, minutes) in waits.Zip((int[])[1, 5, 15]))
        {
            Assert.InRange(wait!.Value, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes) * 1.2);
        }
    }

    [Fact]
    public void WaitAfter_RetryAfter_IsNeverUndercut()
    {
        var asked = TimeSpan.FromSeconds(90);

        Assert.InRange(RetryPolicy.WaitAfter(Run, 1, asked)!.Value, asked, asked * 1.2);
        Assert.InRange(RetryPolicy.WaitAfter(Run, 4, TimeSpan.FromSeconds(3))!.Value, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.6));
    }

    [Fact]
    public void WaitAfter_RetryAfterOfADay_IsCapped() =>
        Assert.Equal(RetryPolicy.LongestWait, RetryPolicy.WaitAfter(Run, 1, TimeSpan.FromHours(24)));

    [Fact]
    public void WaitAfter_OtherRuns_WaitDifferently()
    {
        var waits = Enumerable.Range(0, 50).Select(i => RetryPolicy.WaitAfter(new Guid(i, 0, 0, new byte[8]), 1, null)).Distinct();

        Assert.Equal(50, waits.Count());
        Assert.Equal(RetryPolicy.WaitAfter(Run, 2, null), RetryPolicy.WaitAfter(Run, 2, null));
    }
}
