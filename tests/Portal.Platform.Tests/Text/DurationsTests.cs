using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("2.00:00:00", "2 days")]
    [InlineData("1.00:00:00", "1 day")]
    [InlineData("1.12:00:00", "36 hours")]
    [InlineData("01:00:00", "1 hour")]
    [InlineData("01:30:00", "90 minutes")]
    [InlineData("00:00:45.9", "45 seconds")]
    [InlineData("00:00:00", "0 seconds")]
    public void Amount_Duration_IsExactInItsLargestWholeUnit(string duration, string expected) =>
        Assert.Equal(expected, Durations.Amount(TimeSpan.Parse(duration)));

    [Theory]
    [InlineData("1.00:00:00", "daily")]
    [InlineData("7.00:00:00", "weekly")]
    [InlineData("2.00:00:00", "every 2 days")]
    [InlineData("06:00:00", "every 6 hours")]
    [InlineData("01:00:00", "hourly")]
    [InlineData("07:00:00", "every 7 hours")]
    [InlineData("00:15:00", "every 15 minutes")]
    [InlineData("00:01:00", "every minute")]
    [InlineData("00:00:01", "every second")]
    public void Cadence_Period_IsAPhrase(string period, string expected) => Assert.Equal(expected, Durations.Cadence(TimeSpan.Parse(period)));

    [Theory]
    [InlineData("3.02:59:59", "3 d 2 h")]
    [InlineData("3.00:59:59", "3 d")]
    [InlineData("02:05:30", "2 h 5 min")]
    [InlineData("00:05:10", "5 min 10 s")]
    [InlineData("00:00:59.9", "59 s")]
    [InlineData("00:00:00.9", "0 s")]
    public void Elapsed_Duration_KeepsTheTwoLargestUnits(string duration, string expected) =>
        Assert.Equal(expected, Durations.Elapsed(TimeSpan.Parse(duration)));

    [Fact]
    public void Anything_Negative_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Durations.Amount(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Durations.Elapsed(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Durations.Cadence(TimeSpan.FromMilliseconds(999)));
    }
}
