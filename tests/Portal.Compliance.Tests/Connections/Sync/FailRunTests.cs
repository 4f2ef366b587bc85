using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class FailRunTests
{
    [Theory, EveryEngine]
    public async Task Run_KeyRejected_StopsForGoodAndSaysSo(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));

        var thrown = await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(id));

        Assert.Equal(ConnectorErrorCode.KeyRejected, thrown.Error.Code);
        var connection = await world.ConnectionAsync(id);
        Assert.Equal((ConnectionState.NeedsReauth, (Guid?)null), (connection.State, connection.LeaseRunId));
        var run = await world.RunAsync(connection.LastRunId!.Value);
        Assert.Equal((RunState.Failed, "key_rejected", (DateTimeOffset?)null), (run.State, run.ErrorCode, run.RetryAt));
        Assert.Equal(401, (int)JsonNode.Parse(run.ErrorDetailJson!)!["providerStatus"]!);
        Assert.Equal([AlertCause.KeyRefused], (await world.AlertsAsync()).Select(a => a.Cause));
        Assert.Equal(["sync.failed", "connection.reauth_needed", "alert.opened"], (await world.AuditAsync())[^3..]);
        Assert.Equal("NotActive", (await world.SyncAsync(id, world.Now.AddHours(1))).NotRun);
        Assert.Equal(2, world.Connector.Collections);
    }

    [Fact]
    public async Task Run_TransientFailure_WaitsAndTriesTheSameRunAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(
            ScriptedConnector.Refused(ConnectorErrorCode.RateLimited, 429, TimeSpan.FromSeconds(100)));
        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        var waiting = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Queued, 1, (DateTimeOffset?)null), (waiting.State, waiting.Attempt, waiting.FinishedAt));
        Assert.InRange(waiting.RetryAt!.Value - world.Now, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(120));
        Assert.Equal("NotYet", (await world.RunQueuedAsync(connected.ConnectionId, connected.RunId)).NotRun);

        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        world.Database.Clock.Advance(waiting.RetryAt.Value - world.Now);
        Assert.Equal(RunState.Succeeded, (await world.RunQueuedAsync(connected.ConnectionId, connected.RunId)).State);
        var done = await world.RunAsync(connected.RunId);
        // It did not fail: what the first attempt met is in the log.
        Assert.Equal((2, null, null, null), (done.Attempt, done.ErrorCode, done.ErrorMessage, done.ErrorDetailJson));
        Assert.Equal(0, (await world.ConnectionAsync(connected.ConnectionId)).ConsecutiveFailures);
    }

    [Fact]
    public async Task Run_FiveTransientFailures_FailsAndOpensOneAlertAfterTheThird()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.ProviderDown, 500));
        var alerts = new List<int>();
        await using var scope = world.System();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => scope.Get<DueWork>().ExecuteAsync(connected.ConnectionId, CancellationToken.None));
            alerts.Add((await world.AlertsAsync()).Count);
            world.Database.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([0, 0, 1, 1, 1], alerts);
        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Failed, 5, "provider_down"), (run.State, run.Attempt, run.ErrorCode));
        Assert.Equal(5, (await world.AuditAsync()).Count(a => a == "sync.failed"));
        Assert.True((await world.ConnectionAsync(connected.ConnectionId)).NextDueAt > world.Now);
    }

    [Theory]
    [InlineData(ConnectorErrorCode.UnknownAccount, 1)]
    [InlineData(ConnectorErrorCode.PermissionDenied, 1)]
    [InlineData(ConnectorErrorCode.UnexpectedAnswer, 0)]
    public async Task Run_FailureThatARetryCannotCure_FailsAtOnce_AndAlertsWhenTheCauseIsKnown(ConnectorErrorCode code, int alerts)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(code, 404));

        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        Assert.Equal(RunState.Failed, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(alerts, (await world.AlertsAsync()).Count(a => a.Cause == AlertCause.SyncFailing));
        Assert.Equal(ConnectionState.Active, (await world.ConnectionAsync(connected.ConnectionId)).State);
    }

    [Theory, EveryEngine]
    public async Task Run_FailsAndTheFailureCannotBeWritten_LeavesNeitherOutcomeNorEntry(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine, at: point =>
        {
            if (point == SyncFaultPoints.DuringFailureWrite)
            {
                throw new IOException("The database is gone.");
            }
        });
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.UnknownAccount, 404));
        var before = await world.AuditAsync();

        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        Assert.Equal(RunState.Running, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(before, await world.AuditAsync());
        Assert.Empty(await world.AlertsAsync());
    }

    [Fact]
    public async Task Run_BreaksInTheMiddle_KeepsNothingOfWhatItRead()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => Broken(700);

        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        Assert.Equal(0, await world.StagedAsync());
        Assert.Equal(0, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(0, await world.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
    }

    [Fact]
    public async Task Run_DefectOfOurs_IsWrittenDownWithoutItsMessage()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(new InvalidOperationException("holds " + ScriptedConnector.GoodKey));

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Queued, "unexpected"), (run.State, run.ErrorCode));
        Assert.Equal(
            "The sync stopped on an error of the portal itself (InvalidOperationException). Give the trace id to support.", run.ErrorMessage);
        Assert.Matches("^[0-9a-f]{32}$", (string?)JsonNode.Parse(run.ErrorDetailJson!)!["traceId"]);
    }

    [Fact]
    public async Task Run_HostStops_GivesTheAttemptBack()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        using var stopping = new CancellationTokenSource();
        world.Connector.Collect = (_, cancellationToken) => Stops(stopping, cancellationToken);
        await using var scope = world.System();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => scope.Get<SyncConnection>().RunQueuedAsync(connected.ConnectionId, connected.RunId, stopping.Token));

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Queued, 0, (string?)null), (run.State, run.Attempt, run.ErrorCode));
        Assert.Null((await world.ConnectionAsync(connected.ConnectionId)).LeaseRunId);
        Assert.DoesNotContain("sync.failed", await world.AuditAsync());
    }

    private static async IAsyncEnumerable<CollectedItem> Broken(int after)
    {
        for (var i = 0; i < after; i++)
        {
            yield return new PopulationMember(ScriptedConnector.People, $"{i}", new DateOnly(2026, 1, 1), "counted");
        }

        await Task.CompletedTask;
        throw ScriptedConnector.Refused(ConnectorErrorCode.UnknownAccount, 404);
    }

    private static async IAsyncEnumerable<CollectedItem> Stops(
        CancellationTokenSource host, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await host.CancelAsync();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
