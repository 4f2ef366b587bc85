using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class InstantTextTests : PartContext
{
    [Fact]
    public void Instant_ShowsAbsoluteWithZoneFirstAndAgeSecond()
    {
        var text = Render<InstantText>(p => p.Add(i => i.At, Now.AddHours(-74)));

        Assert.Equal("18 Nov 2026, 12:05 UTC+01:00 (Europe/Berlin) · 3 d 2 h ago", text.Find(".p-instant").TextContent);
        Assert.Equal("2026-11-18T11:05:00.0000000Z", text.Find("time").GetAttribute("datetime"));
    }

    [Fact]
    public void Instant_Compact_LeavesOutTheNameOfTheZoneOnly()
    {
        var text = Render<InstantText>(p => p.Add(i => i.At, Now).Add(i => i.Compact, true).Add(i => i.AbsoluteOnly, true));

        Assert.Equal("21 Nov 2026, 14:05 UTC+01:00", text.Find(".p-instant").TextContent);
    }

    [Fact]
    public void Instant_WhenTimePasses_FollowsWithoutAReload()
    {
        var text = Render<InstantText>(p => p.Add(i => i.At, Now));

        Clock.Advance(TimeSpan.FromMinutes(2));

        text.WaitForAssertion(() => Assert.Equal(" · 2 min ago", text.Find(".p-instant-relative").TextContent));
    }

    [Fact]
    public void Instant_WhenTheProductClockJumps_FollowsAtOnce()
    {
        var text = Render<InstantText>(p => p.Add(i => i.At, Now));

        Product.Advance(TimeSpan.FromDays(3));

        text.WaitForAssertion(() => Assert.Equal(" · 3 d ago", text.Find(".p-instant-relative").TextContent));
    }

    /// <summary>On a page about the past, "3 d ago" would count from a day that the page is not about.</summary>
    [Fact]
    public void Instant_OnAPageAboutThePast_IsCountedFromThereAndStandsStill()
    {
        var then = Now.AddDays(-10);
        var text = Render(page =>
        {
            page.OpenComponent<CascadingValue<DateTimeOffset?>>(0);
            page.AddAttribute(1, "Name", InstantText.LookedAt);
            page.AddAttribute(2, "Value", (DateTimeOffset?)then);
            page.AddAttribute(3, "ChildContent", (RenderFragment)(content =>
            {
                content.OpenComponent<InstantText>(0);
                content.AddAttribute(1, "At", (DateTimeOffset?)then.AddHours(-74));
                content.CloseComponent();
            }));
            page.CloseComponent();
        });

        Product.Advance(TimeSpan.FromDays(3));

        Assert.Equal(" · 3 d 2 h earlier", text.Find(".p-instant-relative").TextContent);
    }

    [Fact]
    public void Instant_ThatNeverWas_SaysSo() =>
        Assert.Equal("never", Render<InstantText>(p => p.Add(i => i.At, (DateTimeOffset?)null)).Find("span").TextContent);
}
