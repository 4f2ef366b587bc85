using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Connectors.Sdk;
using Portal.Platform.Scheduling;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Schedule;

/// <summary>The real scheduler over its real store, in real time.</summary>
public sealed class SchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Connect_WithTheSchedulerOn_SyncsByItself()
    {
        await using var world = await StartedAsync();

        var connected = await world.ConnectAsync();
        await SyncedAsync(world, connected.ConnectionId);

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Succeeded, "Ada Admin"), (run.State, run.RequestedBy));
        var connection = await world.ConnectionAsync(connected.ConnectionId);
        Assert.Equal(connection.NextDueAt, await NextAsync(world, connected.ConnectionId, ConnectionSchedule.SyncTrigger));
        Assert.Equal(
            connection.LastAcceptedAsOf + connection.StaleAfter + TimeSpan.FromTicks(1),
            await NextAsync(world, connected.ConnectionId, ConnectionSchedule.StaleTrigger));
        Assert.Equal(0, await world.ReadAsync(db => db.Set<OutboxMessage>().CountAsync()));
    }

    [Fact]
    public async Task Schedule_SlotComes_SyncsItOnce()
    {
        await using var world = await StartedAsync();
        var connected = await world.ConnectAsync();
        await SyncedAsync(world, connected.ConnectionId);
        var due = world.Real.AddSeconds(1);
        await ChangeAsync(world, connected.ConnectionId, c => c.NextDueAt = due);

        await Until(async () => (await world.ObservationsAsync(ScriptedConnector.People)).Count == 2);

        var run = (await world.ReadAsync(db => db.Set<ConnectorRun>().SingleAsync(r => r.Trigger == RunTrigger.Schedule)));
        Assert.Equal((RunState.Succeeded, "Portal (scheduler)"), (run.State, run.RequestedBy));
        Assert.True(run.StartedAt >= due);
        Assert.Equal(2, world.Connector.Collections);
    }

    [Fact]
    public async Task Schedule_DeadlinePasses_OpensTheAlertWithinASecondAndTellsOpenPages()
    {
        await using var world = await StartedAsync();
        var connected = await world.ConnectAsync();
        await SyncedAsync(world, connected.ConnectionId);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deadline = world.Real.AddSeconds(2);
        await ChangeAsync(world, connected.ConnectionId, c => c.LastAcceptedAsOf = deadline - c.StaleAfter);
        using var listening = world.Events.Subscribe(world.Acme.OrganizationId, e =>
        {
            if (e is ComplianceChanged)
            {
                told.TrySetResult();
            }
        });

        await told.Task.WaitAsync(Patience);

        var alert = Assert.Single(await world.AlertsAsync());
        Assert.Equal((AlertCause.Stale, deadline), (alert.Cause, alert.StaleSince));
        Assert.True(alert.OpenedAt > deadline);
    }

    [Fact]
    public async Task Retry_TransientFailure_IsTriedAgainByItself()
    {
        await using var world = await StartedAsync();
        var tries = 0;
        world.Connector.Collect = (_, _) => Interlocked.Increment(ref tries) == 1
            ? ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.RateLimited, 429, TimeSpan.FromMilliseconds(300)))
            : ScriptedConnector.Items(ScriptedConnector.DefaultRun());

        var connected = await world.ConnectAsync();
        await SyncedAsync(world, connected.ConnectionId);

        Assert.True((await world.RunAsync(connected.RunId)).Attempt >= 2);
    }

    [Fact]
    public async Task Revoke_TakesTheJobAway()
    {
        await using var world = await StartedAsync();
        var connected = await world.ConnectAsync();
        await SyncedAsync(world, connected.ConnectionId);
        await using var scope = world.Enter();

        Assert.True((await scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, "Scripted", "x")).IsOk);

        Assert.Null(await NextAsync(world, connected.ConnectionId, ConnectionSchedule.SyncTrigger));
        Assert.Null(await NextAsync(world, connected.ConnectionId, ConnectionSchedule.StaleTrigger));
    }

    [Fact]
    public async Task Start_TriggersLost_SetsThemAgainFromTheRows()
    {
        await using var world = await SyncWorld.CreateAsync(realTime: true);
        var connected = await world.ConnectAsync();
        Assert.Equal(RunState.Queued, (await world.RunAsync(connected.RunId)).State);

        await using var started = world.Again(scheduling: true, realTime: true);
        await StartAsync(started);

        await SyncedAsync(started, connected.ConnectionId);
        Assert.Equal(RunState.Succeeded, (await started.RunAsync(connected.RunId)).State);
    }

    [Fact]
    public async Task Off_NothingFires_AndStartingIsNothing()
    {
        await using var world = await SyncWorld.CreateAsync(realTime: true);
        await StartAsync(world);
        var connected = await world.ConnectAsync();

        Assert.Equal(RunState.Queued, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(1, await world.ReadAsync(db => db.Set<OutboxMessage>().CountAsync()));
    }

    [Fact]
    public async Task OrganizationMadeAfterTheStart_IsPlannedWithoutARestart()
    {
        await using var world = await StartedAsync();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var late = new LateOrganizations(
            world.Database.Services.GetRequiredService<ScheduleStart>(), time, Microsoft.Extensions.Logging.Abstractions.NullLogger<LateOrganizations>.Instance);
        await late.StartAsync(CancellationToken.None);
        var made = Guid.CreateVersion7();
        await using (var directory = world.Database.Directory())
        {
            directory.Add(new Portal.Compliance.Organizations.Organization { Id = made, Slug = "late", Name = "Late", TimeZone = "UTC", CreatedAt = world.Real });
            await directory.SaveChangesAsync();
        }

        Assert.Null(await NextCheckpointAsync(world, made));
        await Until(async () =>
        {
            // Its timer begins on a thread of its own: what is advanced before that does not count.
            time.Advance(LateOrganizations.LookEvery);
            return await NextCheckpointAsync(world, made) is not null;
        });
        await late.StopAsync(CancellationToken.None);
    }

    private static Task<DateTimeOffset?> NextCheckpointAsync(SyncWorld world, Guid organization) =>
        world.Database.Services.GetRequiredService<TenantTriggers>().NextAsync(
            organization, CheckpointSchedule.SubjectOf(organization), CheckpointSchedule.Trigger, CancellationToken.None);

    private static async Task<SyncWorld> StartedAsync()
    {
        var world = await SyncWorld.CreateAsync(scheduling: true, realTime: true);
        await StartAsync(world);
        return world;
    }

    private static async Task StartAsync(SyncWorld world)
    {
        var start = world.Database.Services.GetRequiredService<ScheduleStart>();
        await start.StartAsync(CancellationToken.None);
        await start.ExecuteTask!;
    }

    private static Task SyncedAsync(SyncWorld world, Guid connectionId) => Until(async () =>
        await world.ConnectionAsync(connectionId) is { LastAcceptedAsOf: not null, LeaseRunId: null }
        && await world.ReadAsync(db => db.Set<OutboxMessage>().CountAsync()) == 0);

    /// <summary>Changes a row as a use case would: with the promise that its triggers follow.</summary>
    private static async Task ChangeAsync(SyncWorld world, Guid connectionId, Action<Connection> change)
    {
        await using var scope = world.System();
        await scope.Get<ConnectionChange>().ExecuteAsync(connectionId, (_, connection) =>
        {
            change(connection);
            return Task.FromResult<Portal.Platform.Results.Problem?>(null);
        }, CancellationToken.None);
    }

    private static Task<DateTimeOffset?> NextAsync(SyncWorld world, Guid connectionId, string name) =>
        world.Database.Services.GetRequiredService<TenantTriggers>().NextAsync(world.Acme.OrganizationId, connectionId, name, CancellationToken.None);

    /// <summary>Other threads do the work here; their rows are the only sign of it.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds())
        {
            Assert.True(await look.WaitForNextTickAsync(patience.Token));
        }
    }
}
