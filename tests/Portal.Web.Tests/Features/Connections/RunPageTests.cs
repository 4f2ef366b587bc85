using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;
using Portal.Web.Features.Connections;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Features.Connections;

public sealed class RunPageTests
{
    [Fact]
    public async Task Open_EvidenceOfAWeakerRung_BearsThatRungsName()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items([ScriptedConnector.Draft(ScriptedConnector.Tasks, 7, rung: "trainings"), new Portal.Connectors.Sdk.RunFacts("{}")]);
        var connected = await world.RunFirstSyncAsync();

        Assert.Equal(["Trainings"], Open(world, connected).FindAll("tbody th a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task Open_BeforeAnyFrameworkIsAdopted_SaysWhyNothingCounts()
    {
        await using var world = await PageWorld.OpenAsync();
        Assert.True((await world.As(Role.Admin, s => s.GetRequiredService<DropFramework>().ExecuteAsync("soc2", "Another audit"))).IsOk);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var connected = await world.RunFirstSyncAsync();

        var section = Open(world, connected).Find("section[aria-labelledby=run-coverage]");

        Assert.DoesNotContain(" of 0", section.TextContent, StringComparison.Ordinal);
        Assert.Equal("/o/acme/settings/frameworks", section.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Open_WhileQueuedThenDone_FollowsTheRunWithoutReload()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var connected = await world.ConnectAsync();
        var page = Open(world, connected);
        var before = page.Find(".p-chip").TextContent;

        world.Connector.Collect = (_, _) =>
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            return ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        };
        await world.RunSyncAsync(connected.ConnectionId, connected.RunId);

        await page.WaitForAssertionAsync(() => Assert.Equal("Succeeded", page.Find(".p-chip").TextContent));
        Assert.Equal("Queued", before);
        Assert.Equal(["People", "Tasks"], page.FindAll("tbody th a").Select(a => a.TextContent));
        Assert.All(page.FindAll("tbody th a"), a => Assert.StartsWith("/o/acme/evidence/", a.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("Covered controls went from 0 to 2 of 3.", page.Find("section[aria-labelledby=run-coverage] p").TextContent);
    }

    [Fact]
    public async Task Open_AttemptFailedAndWaits_SaysWhyAndCanBeTriedAtOnce()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.ProviderDown, 503));
        var connected = await world.ConnectAsync();
        await Assert.ThrowsAsync<ConnectorException>(() => world.RunSyncAsync(connected.ConnectionId, connected.RunId));
        var page = Open(world, connected);

        Assert.Equal("Queued", page.Find(".p-chip").TextContent);
        Assert.Contains("The last attempt failed; it waits for the next one.", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find("section[aria-labelledby=run-error] p").TextContent);
        page.FindAll("button").Single(b => b.TextContent == "Try now").Click();

        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll("section[aria-labelledby=run-error]")));
        Assert.DoesNotContain("The next attempt starts at", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FirstSyncOfASecondConnection_TellsFromBeforeThereWasIt()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        await world.RunFirstSyncAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.ConnectAsync("second");
        world.Connector.Collect = (_, _) =>
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            return ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: 3, EvidenceResult.NotSatisfied, "below_threshold"));
        };
        await world.RunSyncAsync(second.ConnectionId, second.RunId);

        // While it had not collected none was covered: that is not where it began.
        Assert.Equal("Covered controls fell from 2 to 1 of 3.", Open(world, second).Find("section[aria-labelledby=run-coverage] p").TextContent);
    }

    [Fact]
    public async Task Open_WhileItRuns_ShowsCountsAndThatOneMayLeave()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var connected = await world.ConnectAsync();
        var page = Open(world, connected);
        var (began, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Connector.Collect = (_, _) => Hold(began, go);

        var running = world.RunSyncAsync(connected.ConnectionId, connected.RunId);
        await began.Task;
        await page.WaitForAssertionAsync(() => Assert.Equal("Running", page.Find(".p-chip").TextContent));
        Assert.Equal("Read people running", string.Join(' ', page.Find(".p-checklist-title").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("You can leave this page: the sync goes on without it.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Rows appear here when the run has ended: all of them, or none.", page.Find("section[aria-labelledby=run-evidence] p").TextContent);

        page.FindAll("button").Single(b => b.TextContent == "Cancel this sync").Click();
        go.SetResult();
        await running;
        await page.WaitForAssertionAsync(() => Assert.Equal("Cancelled", page.Find(".p-chip").TextContent));
        // The same view afterwards: where it broke off stays to be seen.
        Assert.Equal("Read people stopped here", string.Join(' ', page.Find(".p-checklist-title").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Open_AsAuditor_OffersNothingToDo()
    {
        await using var world = await PageWorld.OpenAsync(Role.Auditor);

        var page = Open(world, await world.ConnectAsync());

        Assert.Empty(page.FindAll("button, input, select, textarea"));
    }

    [Fact]
    public async Task Open_FirstRun_OffersTheSettingsOnlyACustomerKnows()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);

        var page = Open(world, await world.ConnectAsync());

        Assert.Equal(["setting-zone", "setting-threshold"], page.FindAll("section[aria-labelledby=settings] select, section[aria-labelledby=settings] input").Select(i => i.Id));
    }

    [Fact]
    public async Task Open_RefusedKey_KeepsTheVendorsFactsInDetails()
    {
        await using var world = await PageWorld.OpenAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        await Assert.ThrowsAsync<ConnectorException>(() => world.RunSyncAsync(connected.ConnectionId, connected.RunId));

        var page = Open(world, connected);

        Assert.Equal("Failed", page.Find(".p-chip").TextContent);
        var facts = page.FindAll("details dd").Select(d => d.TextContent).ToList();
        Assert.Equal(["key_rejected", "401", "No.", "req-1", "GET /people"], facts[..5]);
        Assert.NotEqual("", facts[5]);
    }

    [Fact]
    public async Task Open_RunOfAnotherConnection_IsNotFound()
    {
        await using var world = await PageWorld.OpenAsync();
        var first = await world.ConnectAsync();
        var second = await world.ConnectAsync("other");

        var page = Open(world, new(first.ConnectionId, second.RunId));

        page.FindComponent<NotFoundContent>();
    }

    private static IRenderedComponent<RunPage> Open(PageWorld world, ConnectOutcome.Connected run) => world.Open<RunPage>(
        $"connections/{run.ConnectionId}/runs/{run.RunId}", p => p.Add(c => c.Id, run.ConnectionId).Add(c => c.Run, run.RunId));

    private static async IAsyncEnumerable<CollectedItem> Hold(TaskCompletionSource began, TaskCompletionSource go)
    {
        began.SetResult();
        await go.Task;
        foreach (var item in ScriptedConnector.DefaultRun())
        {
            yield return item;
        }
    }
}
