using Bunit;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Tests.Features.Coverage;

public sealed class ChangesAndForecastTests : CoverageContext
{
    private static readonly Headline Four = new(4, 0, 0, 0, 0);
    private static readonly Headline None = new(0, 0, 4, 0, 0);

    [Fact]
    public void ChangesSection_SilentSource_NamesNumberCauseAndInstant()
    {
        Enter();
        var attribution = new CoverageAttribution(
            Now.AddDays(-7), Now, Four, None,
            [new AttributedChange(-4, ChangeCause.SourceStale, Source, Now.AddDays(-3), [new ControlRef("soc2", "CC6.2")])]);

        var line = Render<ChangesSection>(p => p.Add(c => c.Attribution, attribution).Add(c => c.IsPast, false).Add(c => c.Names, Names)).Find("li > div").TextContent;

        Assert.Equal("−4 BambooHR: evidence turned stale, 20 Nov 2026, 10:00 UTC+01:00 · 3 d ago", string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void ChangesSection_ManyChanges_ShowsTheNewestAndKeepsTheOthersAtHand()
    {
        Enter();
        var attribution = new CoverageAttribution(
            Now.AddDays(-7), Now, Four, Four,
            [.. Enumerable.Range(1, 8).Select(h => new AttributedChange(h % 2 == 0 ? 1 : -1, ChangeCause.EvidenceArrived, Source, Now.AddHours(-h), [new ControlRef("soc2", "CC6.2")]))]);

        var page = Render<ChangesSection>(p => p.Add(c => c.Attribution, attribution).Add(c => c.IsPast, false).Add(c => c.Names, Names));

        Assert.Equal((6, 2), (page.FindAll("section > ul > li").Count, page.FindAll("details > ul > li").Count));
        Assert.Equal("Earlier changes of these days: 2", page.Find("summary").TextContent);
    }

    [Fact]
    public void ForecastSection_NextDrop_NamesWhatFallsAndWhen()
    {
        Enter();
        var drop = new ForecastDrop(
            Now.AddHours(30), Four, None, [new ForecastChange("soc2", "CC6.2", ControlState.Covered, ControlState.Uncovered, "bamboohr.terminations", Source)]);

        var page = Render<ForecastSection>(p => p.Add(c => c.Forecast, new CoverageForecast(Now.AddHours(8), drop)).Add(c => c.Names, Names));

        Assert.Equal("From 4 of 4 to 0 of 4 controls covered.", page.FindAll("section > p")[1].TextContent);
        Assert.Equal(["Covered", "Uncovered"], page.FindAll(".p-chip").Select(c => c.TextContent));
        Assert.Equal([$"/o/acme/connections/{Source}", "/o/acme/frameworks/soc2/CC6.2"], page.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void ForecastSection_NothingToLose_SaysSo()
    {
        Enter();

        Assert.Equal(
            "No control will change by itself.",
            Render<ForecastSection>(p => p.Add(c => c.Forecast, null).Add(c => c.Names, Names)).Find("p").TextContent);
    }

    [Fact]
    public void TrendDrawing_Drop_IsDrawnAsAStep()
    {
        var trend = new CoverageTrend([new TrendPoint(Now.AddDays(-2), 4, 4), new TrendPoint(Now.AddDays(-1), 4, 4), new TrendPoint(Now, 0, 4)], []);

        Assert.Equal("M0 2 H360 V2 H720 V118", Render<TrendDrawing>(p => p.Add(c => c.Trend, trend)).Find(".trend-covered").GetAttribute("d"));
    }
}
