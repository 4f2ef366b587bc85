using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
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
    public async Task Replace_KeyOfAStaleConnection_LeavesTheStalenessOpenUntilEvidenceArrives()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await RefusedAsync(world);
        world.Database.Clock.Advance(TimeSpan.FromHours(48));
        await using (var scope = world.System())
        {
            await scope.Get<Portal.Compliance.Connections.Sync.MarkStale>().ExecuteAsync(id, CancellationToken.None);
        }

        var connected = Assert.IsType<ConnectOutcome.Connected>(await ReplaceAsync(world, id, "other-good-key"));
        var open = (await world.AlertsAsync()).Single(a => a.State == AlertState.Open);
        Assert.Equal(AlertCause.Stale, open.Cause);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        await world.RunQueuedAsync(id, connected.RunId);

        Assert.Equal(
            "Recovered: evidence is fresh again as of 5 Mar 2026, 09:00 UTC. It was stale for 1 d.",
            (await world.AlertsAsync()).Single(a => a.Cause == AlertCause.Stale).Resolution);
    }

    private static async Task<Guid> RefusedAsync(SyncWorld world)
    {
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(id));
        return id;
    }

    private static async Task<ConnectOutcome> ReplaceAsync(SyncWorld world, Guid id, string key)
    {
        await using var scope = world.Enter();
        return await scope.Get<ReplaceCredential>().ExecuteAsync(id, Encoding.UTF8.GetBytes(key), false, new Progress<CheckResult>());
    }
}
