using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

/// <summary>Two runners, one connection: whoever lost the lease writes nothing, wherever it was when it lost it.</summary>
public sealed class RunLeaseTests
{
    [Theory, EveryEngine]
    public async Task Run_PausedBeyondItsLease_WritesNothingAfterwards(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var connected = await world.ConnectAsync();
        var stream = Paused(world);
        var paused = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;

        // Another process: its clock is past the lease, the paused one has heard nothing.
        await using var other = world.Again();
        other.Database.Clock.Advance(RunLease.TimeToLive + TimeSpan.FromSeconds(1));
        await ExpireByServerTimeAsync(world, connected.ConnectionId);
        var second = await other.SyncAsync(connected.ConnectionId, other.Now);
        var audit = await world.AuditAsync();
        stream.GoOn();

        Assert.Equal(new SyncResult(connected.RunId, null, "LeaseLost"), await paused);
        Assert.Equal(RunState.Succeeded, second.State);
        Assert.Equal(RunState.Abandoned, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(audit, await world.AuditAsync());
        Assert.Equal(second.RunId, (await world.ObservationsAsync(ScriptedConnector.People)).Single().RunId);
        Assert.Equal(3, (await world.ConnectionAsync(connected.ConnectionId)).LeaseEpoch);
        Assert.Equal(0, await world.StagedAsync());
        await world.AssertLogHoldsAsync();
    }

    [Fact]
    public async Task Run_PausedAfterItStagedSomething_LosesThatToo()
    {
        await using var world = await SyncWorld.CreateAsync(more: services => services.Configure<SyncOptions>(o => o.RowsInMemory = 500));
        var connected = await world.ConnectAsync();
        var many = Enumerable.Range(0, 700).Select(i => (CollectedItem)new PopulationMember(ScriptedConnector.People, $"{i}", new DateOnly(2026, 1, 1), "counted"));
        var stream = new PausedStream([.. many], ScriptedConnector.DefaultRun());
        world.Connector.Collect = stream.Items;
        var paused = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;
        Assert.Equal(500, await world.StagedAsync());

        await using var other = world.Again();
        other.Database.Clock.Advance(RunLease.TimeToLive + TimeSpan.FromSeconds(1));
        await using (var scope = other.System())
        {
            Assert.Equal(1, await scope.Get<ReapRuns>().ExecuteAsync(allLeases: false, CancellationToken.None));
        }

        Assert.Equal(0, await world.StagedAsync());
        stream.GoOn();
        Assert.Equal("LeaseLost", (await paused).NotRun);
        Assert.Equal(0, await world.StagedAsync());
        Assert.Equal(0, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
    }

    [Fact]
    public async Task Run_LeaseStillHeld_KeepsOthersOut()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = Paused(world);
        var first = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;

        await using var other = world.Again();
        other.Database.Clock.Advance(RunLease.TimeToLive - TimeSpan.FromTicks(1));
        Assert.Equal(new SyncResult(connected.RunId, null, "Busy"), await other.SyncAsync(connected.ConnectionId));
        await using (var scope = other.System())
        {
            Assert.Equal(0, await scope.Get<ReapRuns>().ExecuteAsync(allLeases: false, CancellationToken.None));
        }

        stream.GoOn();
        Assert.Equal(RunState.Succeeded, (await first).State);
    }

    [Fact]
    public async Task Run_TakesLong_RenewsItsLeaseAndWritesItsStepsDown()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = Paused(world);
        var running = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;
        var until = (await world.ConnectionAsync(connected.ConnectionId)).LeaseUntil;

        world.Database.Clock.Advance(RunLease.RenewEvery);
        var renewed = await EventuallyAsync(
            async () => (await world.ConnectionAsync(connected.ConnectionId)).LeaseUntil, now => now != until);

        Assert.Equal(until + RunLease.RenewEvery, renewed);
        Assert.Contains("Read people", (await world.RunAsync(connected.RunId)).StepsJson, StringComparison.Ordinal);
        stream.GoOn();
        Assert.Equal(RunState.Succeeded, (await running).State);
    }

    [Fact]
    public async Task Reap_ProcessDied_ClosesItsRunAndSyncsAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = Paused(world);
        _ = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;

        // A start of the only process there can be need not wait for the lease.
        await using var restarted = world.Again();
        await using var scope = restarted.System();
        Assert.Equal(1, await scope.Get<ReapRuns>().ExecuteAsync(allLeases: true, CancellationToken.None));

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Abandoned, "abandoned"), (run.State, run.ErrorCode));
        Assert.Equal("sync.abandoned", (await world.AuditAsync())[^1]);
        Assert.Equal(world.Now, (await world.ConnectionAsync(connected.ConnectionId)).NextDueAt);
        await scope.Get<Portal.Compliance.Connections.Schedule.DueWork>().ExecuteAsync(connected.ConnectionId, CancellationToken.None);
        Assert.Equal(world.Now, (await world.ConnectionAsync(connected.ConnectionId)).LastAcceptedAsOf);
        stream.GoOn();
    }

    private static PausedStream Paused(SyncWorld world)
    {
        var stream = new PausedStream([], ScriptedConnector.DefaultRun());
        world.Connector.Collect = stream.Items;
        return stream;
    }

    /// <summary>The renewal runs on a thread of its own; nothing but its row says that it is done.</summary>
    internal static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (; ; )
        {
            var value = await read();
            if (until(value) || patience.IsCancellationRequested)
            {
                return value;
            }

            await Task.Yield();
        }
    }

    /// <summary>A server has its own clock, which no test moves: there the lease is made older instead.</summary>
    private static async Task ExpireByServerTimeAsync(SyncWorld world, Guid connectionId)
    {
        if (world.Database.Engine != DatabaseEngine.Sqlite)
        {
            await using var rows = world.Database.Rows(world.Database.Acme);
            await rows.Set<Connection>().Where(c => c.Id == connectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, DateTimeOffset.UnixEpoch));
        }
    }
}
