using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Tests.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Time;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Coverage;

public sealed class ViewCoverageTests
{
    private static readonly DateTimeOffset Start = TestDatabase.Start;

    [Fact]
    public async Task ViewCoverage_EmptyOrganization_IsEmptyAndNotAnError()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme, Role.Auditor);

        var dashboard = await acme.Get<ViewCoverage>().ExecuteAsync();

        Assert.Equal((Start, false, Headline.Empty), (dashboard.AsOf, dashboard.IsPast, dashboard.Overall));
        Assert.Empty(dashboard.Frameworks);
        Assert.Empty(dashboard.Attention);
        Assert.Empty(dashboard.Attribution.Changes);
        Assert.Null(dashboard.Forecast);
        Assert.All((await acme.Get<ViewCoverageTrend>().ExecuteAsync()).Points, p => Assert.Equal((0, 0), (p.Covered, p.Counted)));
    }

    [Fact]
    public async Task ViewCoverage_AdoptedAndNothingConnected_SaysWhatCouldBeAutomated()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("soc2");

        var dashboard = await acme.Get<ViewCoverage>().ExecuteAsync();

        Assert.Equal(new Headline(0, 0, 3, 0, 30), dashboard.Overall);
        var item = Assert.Single(dashboard.Attention);
        Assert.Equal((ControlState.Uncovered, null), (item.State, item.Cause));
        Assert.Equal([new ConnectorName("bamboohr", "BambooHR")], item.AutomatableBy);
        Assert.Equal(["CC1.4", "CC6.2", "CC6.3"], item.Controls.Select(c => c.Control));
    }

    [Fact]
    public async Task ViewCoverage_DailySyncs_CoversAndForecastsTheDrop()
    {
        await using var story = await Story.CreateAsync(days: 10);

        var dashboard = await story.Get<ViewCoverage>().ExecuteAsync();

        Assert.Equal((3, 3, 30), (dashboard.Overall.Covered, dashboard.Overall.Counted, dashboard.Overall.Manual));
        Assert.Equal([new FrameworkCard("soc2", "SOC 2", "Common criteria", dashboard.Overall, 0, 2)], dashboard.Frameworks);
        Assert.Empty(dashboard.Attention);
        Assert.Equal(story.LastRun.AddHours(48).AddTicks(1), dashboard.Forecast!.Drop!.At);
        Assert.Equal(3, dashboard.Forecast.Drop.Changes.Count);
        var source = Assert.Single(dashboard.Sources);
        Assert.Equal((Freshness.Fresh, story.LastRun, story.LastRun.AddHours(48)), (source.Freshness, source.LastAsOf, source.StaleAt));
    }

    [Fact]
    public async Task ViewCoverage_SourceSilentForThreeDays_FallsByItselfAndNamesTheCause()
    {
        await using var story = await Story.CreateAsync(days: 10);
        story.Database.Clock.Advance(TimeSpan.FromDays(3));

        var dashboard = await story.Get<ViewCoverage>().ExecuteAsync();

        Assert.Equal((0, 3), (dashboard.Overall.Covered, dashboard.Overall.Uncovered));
        var change = Assert.Single(dashboard.Attribution.Changes);
        Assert.Equal((-3, ChangeCause.SourceStale, story.Connection, story.LastRun.AddHours(48).AddTicks(1)), (change.Delta, change.Cause, change.ConnectionId, change.At));
        Assert.Equal("BambooHR", dashboard.ConnectionNames[story.Connection]);
        Assert.All(dashboard.Attention, item => Assert.Equal(
            (ChangeCause.SourceStale, story.LastRun.AddHours(48), EvidenceResult.Satisfied), (item.Cause, item.Since, item.LastResult)));

        // The same instant asked about from the future is the same answer.
        var asOf = dashboard.AsOf;
        story.Database.Clock.Advance(TimeSpan.FromDays(30));
        var again = await story.Get<ViewCoverage>().ExecuteAsync(asOf);
        Assert.True(again.IsPast);
        Assert.Equal(dashboard.Overall, again.Overall);
    }

    [Fact]
    public async Task ViewCoverage_EvidenceTurnedThreeDaysAgo_DatesTheFallByTheRunThatBroughtIt()
    {
        await using var story = await Story.CreateAsync(days: 10);
        var turned = story.LastRun.AddDays(1);
        foreach (var day in new[] { 1, 2, 3 })
        {
            await story.SyncAsync(story.LastRun.AddDays(day), FrameworkWorld.Onboarding, EvidenceResult.NotSatisfied);
        }

        story.Database.Clock.Advance(TimeSpan.FromDays(3));
        var dashboard = await story.Get<ViewCoverage>().ExecuteAsync();

        var change = Assert.Single(dashboard.Attribution.Changes);
        Assert.Equal((-1, ChangeCause.EvidenceNotSatisfied, turned), (change.Delta, change.Cause, change.At));
        Assert.Equal((ControlState.Failing, "CC1.4"), (dashboard.Attention[0].State, dashboard.Attention[0].Controls.Single().Control));
    }

    [Fact]
    public async Task ViewCoverage_SourceYoungerThanTheDaysExplained_SaysThatCoverageRoseAndFell()
    {
        await using var story = await Story.CreateAsync(days: 1);
        var first = story.LastRun;
        story.Database.Clock.Advance(TimeSpan.FromDays(3));

        var attribution = (await story.Get<ViewCoverage>().ExecuteAsync()).Attribution;

        Assert.Equal((0, 0), (attribution.Before.Covered, attribution.After.Covered));
        Assert.Equal(
            [(-3, ChangeCause.SourceStale, first.AddHours(48).AddTicks(1)), (3, ChangeCause.EvidenceArrived, first)],
            attribution.Changes.Where(c => c.Cause is ChangeCause.SourceStale or ChangeCause.EvidenceArrived).Select(c => (c.Delta, c.Cause, c.At)));
    }

    [Fact]
    public async Task ViewCoverage_QuarantinedRun_ChangesNothing()
    {
        await using var story = await Story.CreateAsync(days: 3);
        await story.Database.AddRunAsync(
            story.Database.Acme, story.Connection, story.LastRun.AddHours(1),
            FrameworkWorld.AllSatisfied().ToDictionary(k => k.Key, _ => EvidenceResult.Inconclusive), accepted: false);

        Assert.Equal(3, (await story.Get<ViewCoverage>().ExecuteAsync()).Overall.Covered);
    }

    [Fact]
    public async Task ViewCoverage_InstantInTheFuture_IsAnsweredAsNow()
    {
        await using var story = await Story.CreateAsync(days: 3);

        var dashboard = await story.Get<ViewCoverage>().ExecuteAsync(Start.AddDays(400));

        Assert.Equal((Start, false), (dashboard.AsOf, dashboard.IsPast));
    }

    [Fact]
    public async Task ViewCoverageTrend_SilenceAndAlert_ShowsTheFallAndItsMarkers()
    {
        await using var story = await Story.CreateAsync(days: 10);
        var staleAt = story.LastRun.AddHours(48);
        await story.AddAlertAsync(AlertCause.Stale, staleAt);
        story.Database.Clock.Advance(TimeSpan.FromDays(4));

        var trend = await story.Get<ViewCoverageTrend>().ExecuteAsync(days: 6);

        Assert.Equal([3, 3, 3, 3, 0, 0, 0], trend.Points.Select(p => p.Covered));
        Assert.Equal(Start.AddDays(4), trend.Points[^1].At);
        Assert.Equal([(staleAt, TrendEvent.AlertOpened, "Stale")], trend.Markers.Select(m => (m.At, m.Event, m.Cause)));
    }

    [Fact]
    public void DayEnds_AroundTheChangeToSummerTime_AreLocalMidnights()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        var ends = ViewCoverageTrend.DayEnds(new DateTimeOffset(2026, 3, 30, 10, 0, 0, TimeSpan.Zero), 3, berlin);

        Assert.Equal(
            [
                new DateTimeOffset(2026, 3, 27, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 30, 10, 0, 0, TimeSpan.Zero),
            ],
            ends);
    }

    [Fact]
    public async Task CoverageCounts_BeforeAndAfterTheFirstSync_ShowWhatItBrought()
    {
        await using var story = await Story.CreateAsync(days: 1);
        await using var db = story.Database.Rows(story.Database.Acme);

        var change = await story.Get<CoverageCounts>().BetweenAsync(db, story.LastRun.AddMinutes(-1), story.LastRun, CancellationToken.None);

        Assert.Equal(new CoverageChange(0, 3, 3), change);
        Assert.Equal(
            ["CC1.4", "CC6.2", "CC6.3"],
            (await story.Get<CoverageCounts>().ServedByAsync(db, story.Connection, Start, CancellationToken.None)).Select(c => c.Control));
    }
}
