using System.Globalization;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed class InstantTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Instant = new(2026, 11, 21, 13, 5, 9, TimeSpan.Zero);

    [Fact]
    public void Absolute_InAZone_SaysOffsetAndName() => Assert.Equal("21 Nov 2026, 14:05 UTC+01:00 (Europe/Berlin)", InstantText.Absolute(Instant, Berlin));

    [Fact]
    public void Absolute_InSummer_SaysTheOffsetOfThatDay() =>
        Assert.Equal("1 Jul 2026, 02:00 UTC+02:00 (Europe/Berlin)", InstantText.Absolute(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), Berlin));

    [Fact]
    public void Absolute_WestOfGreenwich_SaysANegativeOffset() => Assert.Equal(
        "21 Nov 2026, 08:05 UTC-05:00 (America/New_York)", InstantText.Absolute(Instant, TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));

    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    public void Absolute_InUtc_SaysItOnce(string zone) =>
        Assert.Equal("21 Nov 2026, 13:05 UTC", InstantText.Absolute(Instant, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Precise_InAZone_HasSeconds() => Assert.Equal("21 Nov 2026, 14:05:09 UTC+01:00 (Europe/Berlin)", InstantText.Precise(Instant, Berlin));

    [Fact]
    public void WithRelative_Past_PutsTheAbsoluteFirst() => Assert.Equal(
        "21 Nov 2026, 13:05 UTC · 3 d 2 h ago", InstantText.WithRelative(Instant, TimeZoneInfo.Utc, Instant + new TimeSpan(3, 2, 0, 0)));

    [Fact]
    public void Relative_FutureAndNow_SayIn()
    {
        Assert.Equal("45 min later", InstantText.RelativeTo(Instant.AddMinutes(45), Instant));
        Assert.Equal("at that moment", InstantText.RelativeTo(Instant, Instant.AddMilliseconds(999)));
        Assert.Equal("1 s earlier", InstantText.RelativeTo(Instant, Instant.AddSeconds(1)));
        Assert.Equal("in 45 min", InstantText.Relative(Instant.AddMinutes(45), Instant));
        Assert.Equal("just now", InstantText.Relative(Instant, Instant.AddMilliseconds(999)));
        Assert.Equal("1 s ago", InstantText.Relative(Instant, Instant.AddSeconds(1)));
    }

    [Fact]
    public void Day_NearMidnight_IsTheZonesDay() => Assert.Equal("22 Nov 2026", InstantText.Day(new DateTimeOffset(2026, 11, 21, 23, 30, 0, TimeSpan.Zero), Berlin));

    [Fact]
    public void Machine_AnyOffset_IsUtcToTheTick() => Assert.Equal(
        "2026-11-21T13:05:09.0000001Z", InstantText.Machine(Instant.AddTicks(1).ToOffset(TimeSpan.FromHours(5))));

    [Fact]
    public void Everything_InAnotherCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal("21 Nov 2026, 14:05 UTC+01:00 (Europe/Berlin)", InstantText.Absolute(Instant, Berlin));
            Assert.Equal("2026-11-21T13:05:09.0000000Z", InstantText.Machine(Instant));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
