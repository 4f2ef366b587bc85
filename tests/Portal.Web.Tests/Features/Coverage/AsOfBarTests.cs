using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Tests.Features.Coverage;

public sealed class AsOfBarTests : CoverageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void AsOfBar_Now_ShowsTheClockOfTheOrganizationAndNoStrip()
    {
        Enter();

        var bar = Show(Now, isPast: false);

        Assert.Equal(("2026-11-23T10:00", "2026-11-23T10:00"), (bar.Find("input").GetAttribute("value"), bar.Find("input").GetAttribute("max")));
        Assert.Empty(bar.FindAll(".cov-past"));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("2030-01-01T00:00:00Z")]
    public void AsOfBar_AskedForAnInstantThatIsNone_SaysThatThisIsNow(string asked)
    {
        Enter();
        Navigation.NavigateTo($"/o/acme?asOf={asked}");

        Assert.Equal("The address asks for an instant that cannot be read, or that has not come yet. This is now.", Show(Now, isPast: false).Find(".p-note-warning").TextContent);
        Navigation.NavigateTo("/o/acme");
        Assert.Empty(Show(Now, isPast: false).FindAll(".p-note-warning"));
    }

    [Fact]
    public void AsOfBar_PastInstantChosen_GoesIntoTheUrlInUtcAndKeepsTheRest()
    {
        Enter();
        Navigation.NavigateTo("/o/acme/frameworks/soc2/CC6.2?days=30");
        var bar = Show(Now, isPast: false);

        bar.Find("input").Change("2026-11-01T12:30");
        bar.Find("form").Submit();

        Assert.Equal("http://localhost/o/acme/frameworks/soc2/CC6.2?asOf=2026-11-01T11%3A30%3A00Z&days=30", Navigation.Uri);
    }

    [Fact]
    public void AsOfBar_FutureChosen_MeansNow()
    {
        Enter();
        Navigation.NavigateTo("/o/acme?asOf=2026-11-01T00:00:00Z");
        var bar = Show(Now.AddDays(-22), isPast: true);

        bar.Find("input").Change("2027-01-01T00:00");
        bar.Find("form").Submit();

        Assert.Equal("http://localhost/o/acme", Navigation.Uri);
    }

    [Fact]
    public void AsOfBar_ClockMovedOnWhileNobodyTyped_FollowsAndStaysNow()
    {
        Enter();
        Navigation.NavigateTo("/o/acme");
        var bar = Show(Now, isPast: false);

        bar.Render(p => p.Add(c => c.AsOf, Now.AddDays(3)));
        bar.Find("form").Submit();

        Assert.Equal("2026-11-26T10:00", bar.Find("input").GetAttribute("value"));
        Assert.Equal("http://localhost/o/acme", Navigation.Uri);
    }

    [Fact]
    public void AsOfBar_ClockMovedOnWhileSomebodyTypes_KeepsWhatIsTyped()
    {
        Enter();
        var bar = Show(Now, isPast: false);

        bar.Find("input").Change("2026-11-01T12:30");
        bar.Render(p => p.Add(c => c.AsOf, Now.AddMinutes(1)));

        Assert.Equal("2026-11-01T12:30", bar.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void AsOfBar_TheRunningMinute_MeansNow()
    {
        Enter();
        Navigation.NavigateTo("/o/acme?asOf=2026-11-01T00:00:00Z");
        var bar = Show(Now.AddDays(-22), isPast: true);
        ((FakeTimeProvider)Services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(30));

        bar.Find("input").Change("2026-11-23T10:00");
        bar.Find("form").Submit();

        Assert.Equal("http://localhost/o/acme", Navigation.Uri);
    }

    [Fact]
    public void AsOfBar_NoTime_SaysSoAndStays()
    {
        Enter();
        Navigation.NavigateTo("/o/acme");
        var bar = Show(Now, isPast: false);

        bar.Find("input").Change("");
        bar.Find("form").Submit();

        Assert.Equal("This is not a date and time.", bar.Find("[role=alert]").TextContent);
        Assert.Equal("http://localhost/o/acme", Navigation.Uri);
    }

    [Fact]
    public void AsOfBar_Past_SaysReadOnlyAndLeadsBack()
    {
        Enter();
        Navigation.NavigateTo("/o/acme?asOf=2026-11-01T00:00:00Z");

        var bar = Show(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), isPast: true);

        Assert.Equal("The past, read-only.", bar.Find(".cov-past strong").TextContent);
        Assert.Equal("/o/acme", bar.Find(".cov-past a").GetAttribute("href"));
        Assert.Equal("Showing coverage as of 1 Nov 2026, 01:00 UTC+01:00 (Europe/Berlin)", bar.Find("[role=status]").TextContent);
    }

    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-11-23T10:00:30", "2026-11-23T09:00:30Z")]
    [InlineData("23.11.2026", null)]
    [InlineData(null, null)]
    public void LocalInstant_SkippedRepeatedAndBrokenTimes_AreReadOneWay(string? text, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        LocalInstant.Read(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    private IRenderedComponent<AsOfBar> Show(DateTimeOffset asOf, bool isPast) =>
        Render<AsOfBar>(p => p.Add(c => c.AsOf, asOf).Add(c => c.IsPast, isPast));
}
