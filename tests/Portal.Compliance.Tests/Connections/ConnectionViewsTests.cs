using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

public sealed class ConnectionViewsTests
{
    [Fact]
    public async Task List_ShowsHealthByAge()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await world.ConnectAsync("fresh");
        await using var scope = world.Enter();
        async Task<ConnectionSummary> ReadAsync() => (await scope.Get<ListConnections>().ExecuteAsync()).Single(c => c.Id == id);

        var synced = world.Now;
        Assert.Equal((Freshness.Fresh, RunState.Succeeded, (Guid?)null, synced.AddHours(48)), Of(await ReadAsync()));
        world.Database.Clock.Advance(TimeSpan.FromHours(26));
        Assert.Equal(Freshness.Fresh, (await ReadAsync()).Freshness);
        world.Database.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Freshness.DueSoon, (await ReadAsync()).Freshness);
        world.Database.Clock.Advance(TimeSpan.FromHours(22));
        Assert.Equal(Freshness.Stale, (await ReadAsync()).Freshness);
        Assert.Equal(Freshness.NeverCollected, (await scope.Get<ListConnections>().ExecuteAsync()).Single(c => c.Id != id).Freshness);

        static (Freshness, RunState?, Guid?, DateTimeOffset?) Of(ConnectionSummary s) => (s.Freshness, s.LastRunState, s.ActiveRunId, s.StaleAt);
    }

    [Fact]
    public async Task View_ShowsSettingsCapabilitiesAndCounts()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter();

        var detail = (await scope.Get<ViewConnection>().ExecuteAsync(id))!;

        Assert.Equal((1, 2, 2, true, 1), (detail.RunCount, detail.EvidenceCount, detail.ObservationCount, detail.HasCredential, detail.CredentialVersion));
        Assert.Equal(new Dictionary<string, string> { ["account"] = "acme", ["zone"] = "UTC" }, detail.Settings);
        Assert.Equal([new Capability("people", true, true, null)], detail.Capabilities);
    }

    [Fact]
    public async Task Run_LiveAndAfterwards_IsTheSameView()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = new PausedStream([], ScriptedConnector.DefaultRun());
        world.Connector.Collect = stream.Items;
        var running = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;
        await using var scope = world.Enter();

        var live = (await scope.Get<ViewRun>().ExecuteAsync(connected.ConnectionId, connected.RunId))!;
        Assert.Equal([("read", StepState.Running)], live.Steps.Select(s => (s.Key, s.State)));
        stream.GoOn();
        await running;

        var after = (await scope.Get<ViewRun>().ExecuteAsync(connected.ConnectionId, connected.RunId))!;
        Assert.Equal([("read", StepState.Done), ("store", StepState.Done)], after.Steps.Select(s => (s.Key, s.State)));
        Assert.Equal([("2 people", true, true), ("7 done", true, true)], after.Evidence.Select(e => (e.Headline, e.IsNew, e.Accepted)));
        Assert.Equal((RunState.Succeeded, 2), (after.Summary.State, after.PopulationMembers));
        Assert.Null(await scope.Get<ViewRun>().ExecuteAsync(Guid.NewGuid(), connected.RunId));
    }

    [Fact]
    public async Task Timeline_TellsTheStoryNewestFirst()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(connected.ConnectionId));
        await using var scope = world.Enter();

        var page = await scope.Get<ConnectionTimeline>().ExecuteAsync(connected.ConnectionId, 0, 4);

        Assert.Equal(6, page.Total);
        Assert.Equal(
        [
            "Alert opened: the vendor refuses the key.",
            "The vendor refused the key. Nothing more is tried until it is replaced.",
            "Attempt 1 failed: The vendor said 401.",
            "Synced: 2 observed, 2 new.",
        ], page.Items.Select(i => i.Summary));
        Assert.Equal(connected.RunId, page.Items[3].RunId);
        Assert.Equal(
            ["Connected acme.scripted.test.", "The key passed the connection test."],
            (await scope.Get<ConnectionTimeline>().ExecuteAsync(connected.ConnectionId, 4, 10)).Items.Select(i => i.Summary));
    }

    [Fact]
    public async Task Catalog_CountsLiveConnections()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.ConnectAsync("a");
        var revoked = await world.ConnectAsync("b");
        await using var scope = world.Enter();
        await scope.Get<RevokeConnection>().ExecuteAsync(revoked.ConnectionId, "b.scripted.test", "x");

        Assert.Equal([("bamboohr", 0), ("scripted", 1)], (await scope.Get<BrowseCatalog>().ExecuteAsync()).Select(c => (c.Manifest.Id, c.Connections)));
        Assert.Equal(1, (await scope.Get<ViewConnector>().ExecuteAsync("scripted"))!.Connections);
        Assert.Null(await scope.Get<ViewConnector>().ExecuteAsync("nobody"));
    }
}
