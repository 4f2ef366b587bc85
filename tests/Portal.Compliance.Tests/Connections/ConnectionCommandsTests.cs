using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

public sealed class ConnectionCommandsTests
{
    [Fact]
    public async Task RequestSync_AsksOnceWhileOneIsUnderWay()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter(Role.ComplianceManager);

        var first = (await scope.Get<RequestSync>().ExecuteAsync(id)).Value;
        var second = (await scope.Get<RequestSync>().ExecuteAsync(id)).Value;

        Assert.Equal(first, second);
        Assert.Equal((RunTrigger.Manual, first.ToString("D")), ((await world.RunAsync(first)).Trigger, (await world.RunAsync(first)).Slot));
        Assert.Equal(1, (await world.AuditAsync()).Count(a => a == "sync.requested"));
    }

    [Fact]
    public async Task RequestSync_RunThatWaitsForItsRetry_IsTriedNow()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.ProviderDown, 500));
        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await using var scope = world.Enter();

        Assert.Equal(connected.RunId, (await scope.Get<RequestSync>().ExecuteAsync(connected.ConnectionId)).Value);

        Assert.Null((await world.RunAsync(connected.RunId)).RetryAt);
    }

    [Fact]
    public async Task Cancel_RunningSync_EndsItAtOnce()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = new PausedStream([], ScriptedConnector.DefaultRun());
        world.Connector.Collect = stream.Items;
        var running = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;
        await using var scope = world.Enter();

        Assert.True((await scope.Get<CancelRun>().ExecuteAsync(connected.ConnectionId, connected.RunId)).IsOk);

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal(RunState.Cancelled, run.State);
        // How far it had come is kept, although it may write nothing any more.
        Assert.Contains("Read people", run.StepsJson, StringComparison.Ordinal);
        stream.GoOn();
        Assert.Equal("LeaseLost", (await running).NotRun);
        Assert.Equal(0, await world.ReadAsync(db => db.Set<Observation>().CountAsync()));
        Assert.Equal("run_ended", (await scope.Get<CancelRun>().ExecuteAsync(connected.ConnectionId, connected.RunId)).Problem!.Code);
        Assert.Equal("run_unknown", (await scope.Get<CancelRun>().ExecuteAsync(connected.ConnectionId, Guid.NewGuid())).Problem!.Code);
    }

    [Fact]
    public async Task Pause_StopsSyncsAndResumeStartsOne()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter();

        Assert.True((await scope.Get<PauseConnection>().ExecuteAsync(id)).IsOk);
        Assert.Equal("NotActive", (await world.SyncAsync(id, world.Now.AddDays(1))).NotRun);
        Assert.Equal("connection_paused", (await scope.Get<RequestSync>().ExecuteAsync(id)).Problem!.Code);
        Assert.Equal("connection_not_active", (await scope.Get<PauseConnection>().ExecuteAsync(id)).Problem!.Code);
        Assert.True((await scope.Get<ResumeConnection>().ExecuteAsync(id)).IsOk);

        Assert.Equal(1, await world.ReadAsync(db => db.Set<ConnectorRun>().CountAsync(r => r.State == RunState.Queued)));
        Assert.Equal("connection_not_paused", (await scope.Get<ResumeConnection>().ExecuteAsync(id)).Problem!.Code);
        Assert.Equal(["connection.paused", "connection.resumed"], (await world.AuditAsync())[^2..]);
    }

    [Fact]
    public async Task Configure_ChangesSettingsButNeverTheAccount()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await using var scope = world.Enter();
        var configure = scope.Get<ConfigureConnection>();

        Assert.True((await configure.ExecuteAsync(connected.ConnectionId, new Dictionary<string, string> { ["threshold"] = "90" })).IsOk);
        Assert.Equal(("setting_invalid", "threshold"), await ProblemAsync(new() { ["threshold"] = "many" }));
        Assert.Equal(("account_changes", null), await ProblemAsync(new() { ["account"] = "other" }));

        Assert.Equal("""{"account":"acme","threshold":"90","zone":"UTC"}""", (await world.ConnectionAsync(connected.ConnectionId)).SettingsJson);
        Assert.Equal(1, (await world.AuditAsync()).Count(a => a == "connection.settings_changed"));

        async Task<(string, string?)> ProblemAsync(Dictionary<string, string> settings)
        {
            var problem = (await configure.ExecuteAsync(connected.ConnectionId, settings)).Problem!;
            return (problem.Code, problem.Field);
        }
    }

    [Fact]
    public async Task Configure_EmptyTimeZone_TakesTheOrganizations()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await using var scope = world.Enter();
        var configure = scope.Get<ConfigureConnection>();

        Assert.True((await configure.ExecuteAsync(connected.ConnectionId, new Dictionary<string, string> { ["zone"] = "Asia/Tokyo" })).IsOk);
        Assert.True((await configure.ExecuteAsync(connected.ConnectionId, new Dictionary<string, string> { ["zone"] = " " })).IsOk);

        Assert.Equal($$"""{"account":"acme","zone":"{{world.Database.Acme.Zone.Id}}"}""", (await world.ConnectionAsync(connected.ConnectionId)).SettingsJson);
    }

    [Fact]
    public async Task AcceptNewBaseline_EndsAQuarantineThatIsRight()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter();
        Assert.Equal("reason_missing", (await scope.Get<AcceptNewBaseline>().ExecuteAsync(id, " ")).Problem!.Code);

        Assert.True((await scope.Get<AcceptNewBaseline>().ExecuteAsync(id, "We closed an office.")).IsOk);

        Assert.Null((await world.ConnectionAsync(id)).FactsJson);
        Assert.Equal(1, await world.ReadAsync(db => db.Set<ConnectorRun>().CountAsync(r => r.State == RunState.Queued)));
    }

    [Fact]
    public async Task Everything_AnAuditorMayNotDo_IsForbidden()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter(Role.Auditor);
        Func<Task>[] acts =
        [
            () => scope.Get<ConnectConnector>().ExecuteAsync(new(ScriptedConnector.Id, new Dictionary<string, string>(), [], false), new Progress<CheckResult>()),
            () => scope.Get<ReplaceCredential>().ExecuteAsync(id, [1], false, new Progress<CheckResult>()),
            () => scope.Get<RequestSync>().ExecuteAsync(id),
            () => scope.Get<CancelRun>().ExecuteAsync(id, Guid.NewGuid()),
            () => scope.Get<PauseConnection>().ExecuteAsync(id),
            () => scope.Get<ResumeConnection>().ExecuteAsync(id),
            () => scope.Get<ConfigureConnection>().ExecuteAsync(id, new Dictionary<string, string>()),
            () => scope.Get<AcceptNewBaseline>().ExecuteAsync(id, "x"),
            () => scope.Get<AcknowledgeAlert>().ExecuteAsync(Guid.NewGuid()),
            () => scope.Get<SnoozeAlert>().ExecuteAsync(Guid.NewGuid(), world.Now),
            () => scope.Get<AssignAlert>().ExecuteAsync(Guid.NewGuid(), null),
        ];

        foreach (var act in acts)
        {
            await Assert.ThrowsAsync<ForbiddenException>(act);
        }
    }

    [Fact]
    public async Task Everything_ByAnotherOrganization_FindsNothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        var run = (await world.ConnectionAsync(id)).LastRunId!.Value;
        await using var scope = world.Database.Enter(world.Database.Globex);

        Assert.Empty(await scope.Get<ListConnections>().ExecuteAsync());
        Assert.Null(await scope.Get<ViewConnection>().ExecuteAsync(id));
        Assert.Null(await scope.Get<ViewRun>().ExecuteAsync(id, run));
        Assert.Equal(0, (await scope.Get<ListRuns>().ExecuteAsync(id, 0, 10)).Total);
        Assert.Equal(0, (await scope.Get<ConnectionTimeline>().ExecuteAsync(id, 0, 10)).Total);
        Assert.Equal("connection_unknown", (await scope.Get<RequestSync>().ExecuteAsync(id)).Problem!.Code);
        Assert.Equal("connection_unknown", (await scope.Get<RevokeConnection>().ExecuteAsync(id, "Scripted", "x")).Problem!.Code);
        Assert.Equal("UnknownConnection", (await scope.Get<SyncConnection>().RunAsync(id, RunTrigger.Schedule, world.Now)).NotRun);
    }
}
