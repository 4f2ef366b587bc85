using Portal.Web.Features.Evidence;

namespace Portal.Web.Tests.Features.Evidence;

public sealed class ZoneDaysTests
{
    [Theory]
    [InlineData("UTC", "2026-03-02", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")] // 23 hours
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")] // 25 hours
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z")] // midnight does not exist
    [InlineData("Pacific/Auckland", "2026-03-02", "2026-03-01T11:00:00Z", "2026-03-02T11:00:00Z")]
    public void Day_InAZone_ReachesFromItsFirstInstantToTheNextOnes(string zone, string day, string start, string end)
    {
        var (where, when) = (TimeZoneInfo.FindSystemTimeZoneById(zone), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture), ZoneDays.StartOf(when, where));
        Assert.Equal(DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), ZoneDays.EndOf(when, where));
    }
}
