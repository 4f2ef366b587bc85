using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

public sealed class ReplaceCredentialTests
{
    [Fact]
    public async Task Replace_AfterARefusal_KeepsTheHistoryResolvesTheAlertAndSyncsAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await RefusedAsync(world);

        var connected = Assert.IsType<ConnectOutcome.Connected>(await ReplaceAsync(world, id, "other-good-key"));

        Assert.Equal(id, connected.ConnectionId);
        var connection = await world.ConnectionAsync(id);
        Assert.Equal((ConnectionState.Active, 2, 0), (connection.State, connection.CredentialVersion, connection.ConsecutiveFailures));
        var alert = (await world.AlertsAsync()).Single();
        Assert.Equal((AlertCause.KeyRefused, AlertState.Resolved, "The key was replaced by Ada Admin and passed the test."), (alert.Cause, alert.State, alert.Resolution));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        Assert.Equal(RunState.Succeeded, (await world.RunQueuedAsync(id, connected.RunId)).State);
        Assert.Equal("other-good-key", world.Connector.LastCredential);
        Assert.Equal(2, (await world.ObservationsAsync(ScriptedConnector.People)).Count);
    }

    [Fact]
    public async Task Replace_RefusedKey_ChangesNothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await RefusedAsync(world);
        var before = await world.ConnectionAsync(id);

        Assert.IsType<ConnectOutcome.Refused>(await ReplaceAsync(world, id, "wrong"));

        var after = await world.ConnectionAsync(id);
        Assert.Equal(before.SealedCredential, after.SealedCredential);
        Assert.Equal((ConnectionState.NeedsReauth, 1), (after.State, after.CredentialVersion));
        Assert.Equal("connection.test_failed", (await world.AuditAsync())[^1]);
        Assert.Equal(AlertState.Open, (await world.AlertsAsync()).Single().State);
    }

    [Fact]
    public async Task Replace_WhileTheOldKeyIsSyncing_CancelsThatSync()
    {
        await using var world = await SyncWorld.CreateAsync();
        var first = await world.ConnectAsync();
        var stream = new PausedStream([], [.. ScriptedConnector.DefaultRun()]);
        world.Connector.Collect = stream.Items;
        var running = Task.Run(() => world.RunQueuedAsync(first.ConnectionId, first.RunId));
        await stream.Reached;

        var connected = Assert.IsType<ConnectOutcome.Connected>(await ReplaceAsync(world, first.ConnectionId, "other-good-key"));
        stream.GoOn();

        Assert.Equal("LeaseLost", (await running).NotRun);
        Assert.Equal(RunState.Cancelled, (await world.RunAsync(first.RunId)).State);
        Assert.Equal(RunState.Queued, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(0, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
    }

    [Fact]
    public async Task Replace_KeyOfAStaleConnection_OpensNoAlertWhileItsFirstSyncIsOnItsWay()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await StaleAndRefusedAsync(world);

        var connected = Assert.IsType<ConnectOutcome.Connected>(await ReplaceAsync(world, id, "other-good-key"));

        Assert.False(await MarkAsync(world, id));
        Assert.Empty(await BannersAsync(world));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        await world.RunQueuedAsync(id, connected.RunId);
        Assert.False(await MarkAsync(world, id));
        Assert.Equal([(AlertCause.KeyRefused, AlertState.Resolved)], (await world.AlertsAsync()).Select(a => (a.Cause, a.State)));
    }

    [Fact]
    public async Task Replace_KeyOfAStaleConnectionWhoseFirstSyncFails_LetsTheStalenessSpeakUp()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await StaleAndRefusedAsync(world);
        var connected = Assert.IsType<ConnectOutcome.Connected>(await ReplaceAsync(world, id, "other-good-key"));
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.ProviderDown, 503));

        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(id, connected.RunId));

        Assert.Equal(AlertCause.Stale, Assert.Single(await BannersAsync(world)).Cause);
        Assert.True(await MarkAsync(world, id));
    }

    [Fact]
    public async Task Replace_KeyOfAStaleConnectionWhoseFirstSyncNeverComes_LetsTheStalenessSpeakUp()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await StaleAndRefusedAsync(world);
        await ReplaceAsync(world, id, "other-good-key");

        world.Database.Clock.Advance(FirstSyncWithKey.Patience);
        Assert.False(await MarkAsync(world, id));
        world.Database.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await MarkAsync(world, id));
    }

    [Fact]
    public async Task Replace_KeyOfAPausedStaleConnection_LeavesTheStalenessOpen()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using (var scope = world.Enter())
        {
            await scope.Get<PauseConnection>().ExecuteAsync(id);
        }

        world.Database.Clock.Advance(TimeSpan.FromHours(49));
        await ReplaceAsync(world, id, "other-good-key");

        Assert.Equal([AlertCause.Stale], (await world.AlertsAsync()).Where(a => a.State == AlertState.Open).Select(a => a.Cause));
    }

    [Fact]
    public async Task Replace_RevokedWhileTheNewKeyIsTested_SaysSoAndStoresNothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();

        var outcome = await ReplaceAsync(world, id, "other-good-key", new Meanwhile(() => RevokeAsync(world, id).GetAwaiter().GetResult()));

        Assert.Equal("connection_revoked", Assert.IsType<ConnectOutcome.NotPossible>(outcome).Problem.Code);
        var connection = await world.ConnectionAsync(id);
        Assert.Equal(ConnectionState.Revoked, connection.State);
        Assert.Null(connection.SealedCredential);
    }

    [Fact]
    public async Task Replace_ReplacedBySomebodyElseMeanwhile_SaysSoAndKeepsTheirs()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();

        var outcome = await ReplaceAsync(world, id, "other-good-key", new Meanwhile(() => ReplaceAsync(world, id, ScriptedConnector.GoodKey).GetAwaiter().GetResult()));

        Assert.Equal("connection_key_changed", Assert.IsType<ConnectOutcome.NotPossible>(outcome).Problem.Code);
        var connection = await world.ConnectionAsync(id);
        Assert.Equal(2, connection.CredentialVersion);
        await world.RunQueuedAsync(id, connection.LastRunId!.Value);
        Assert.Equal(ScriptedConnector.GoodKey, world.Connector.LastCredential);
    }

    private static async Task<Guid> StaleAndRefusedAsync(SyncWorld world)
    {
        var id = await RefusedAsync(world);
        world.Database.Clock.Advance(TimeSpan.FromHours(48));
        Assert.True(await MarkAsync(world, id));
        return id;
    }

    private static async Task<bool> MarkAsync(SyncWorld world, Guid id)
    {
        await using var scope = world.System();
        return await scope.Get<MarkStale>().ExecuteAsync(id, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<Banner>> BannersAsync(SyncWorld world)
    {
        await using var scope = world.Enter();
        return await scope.Get<ActiveBanners>().ExecuteAsync();
    }

    private static async Task<Guid> RefusedAsync(SyncWorld world)
    {
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(id));
        return id;
    }

    private static async Task RevokeAsync(SyncWorld world, Guid id)
    {
        await using var scope = world.Enter();
        Assert.True((await scope.Get<RevokeConnection>().ExecuteAsync(id, "Scripted", "Moving away")).IsOk);
    }

    private static async Task<ConnectOutcome> ReplaceAsync(SyncWorld world, Guid id, string key, IProgress<CheckResult>? progress = null)
    {
        await using var scope = world.Enter();
        return await scope.Get<ReplaceCredential>().ExecuteAsync(id, Encoding.UTF8.GetBytes(key), false, progress ?? new Progress<CheckResult>());
    }

    /// <summary>Something happens once, in the middle of the test.</summary>
    private sealed class Meanwhile(Action act) : IProgress<CheckResult>
    {
        private Action? _act = act;

        public void Report(CheckResult value) => Interlocked.Exchange(ref _act, null)?.Invoke();
    }
}
