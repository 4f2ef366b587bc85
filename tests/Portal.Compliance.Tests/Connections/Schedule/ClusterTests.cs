using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.PostgreSql;
using Portal.Tests.Shared.Sync;
using Quartz;

namespace Portal.Compliance.Tests.Connections.Schedule;

/// <summary>Several nodes over one PostgreSQL, each with its own scheduler, in real time.</summary>
public sealed class ClusterTests
{
    // Longer than the sweep's period: whatever a busy machine lost is due by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task Slot_OnTwoNodes_IsSyncedOnce()
    {
        await using var first = await CreateAsync(scheduling: true);
        await using var second = first.Again(scheduling: true, realTime: true);
        await StartAsync(first);
        await StartAsync(second);
        var connected = await first.ConnectAsync();
        await Until(async () => (await first.ObservationsAsync(ScriptedConnector.People)).Count == 1);
        for (var slot = 2; slot <= 5; slot++)
        {
            await ChangeAsync(slot % 2 == 0 ? second : first, connected.ConnectionId, c => c.NextDueAt = first.Real.AddMilliseconds(200));
            await Until(async () => (await first.ObservationsAsync(ScriptedConnector.People)).Count == slot);
        }

        var runs = await first.ReadAsync(db => db.Set<ConnectorRun>().ToListAsync());
        Assert.Equal(5, runs.Count);
        Assert.All(runs, run => Assert.Equal((RunState.Succeeded, 1), (run.State, run.Attempt)));
        Assert.Equal(5, first.Connector.Collections + second.Connector.Collections);
        await first.AssertLogHoldsAsync();
    }

    /// <summary>Whoever sets the trigger last may have read the row first; the row, not the race, decides when the sync is woken.</summary>
    [Fact]
    public async Task Plan_MadeByTwoNodesAtOnce_IsWhatTheRowSays()
    {
        await using var first = await CreateAsync(scheduling: true);
        await using var second = first.Again(scheduling: true, realTime: true);
        await StartAsync(first);
        await StartAsync(second);
        var connected = await first.ConnectAsync();
        await Until(async () => (await first.ObservationsAsync(ScriptedConnector.People)).Count == 1);
        var triggers = first.Database.Services.GetRequiredService<TenantTriggers>();
        for (var round = 1; round <= 40; round++)
        {
            var due = first.Real.AddDays(round);
            await Task.WhenAll(
                Task.Run(() => ChangeAsync(first, connected.ConnectionId, c => c.NextDueAt = due)),
                Task.Run(() => ChangeAsync(second, connected.ConnectionId, c => c.NextDueAt = due.AddHours(1))));

            var row = (await first.ConnectionAsync(connected.ConnectionId)).NextDueAt;
            var trigger = await triggers.NextAsync(first.Acme.OrganizationId, connected.ConnectionId, ConnectionSchedule.SyncTrigger, CancellationToken.None);
            Assert.True((row - trigger)?.Duration() < TimeSpan.FromSeconds(1), $"Round {round}: the row says {row:O}, the trigger {trigger:O}.");
        }
    }

    /// <summary>In a cluster, a job declared with a simple schedule was seen to fire on both nodes for ever. Ours are not declared.</summary>
    [Fact]
    public async Task Repeating_OnTwoNodes_FiresOncePerPeriod()
    {
        var period = TimeSpan.FromMilliseconds(300);
        await using var first = await CreateAsync(scheduling: true);
        await using var second = first.Again(scheduling: true, realTime: true);
        await StartAsync(first);
        await StartAsync(second);
        var began = Stopwatch.StartNew();
        foreach (var node in new[] { first, second })
        {
            await node.Database.Services.GetRequiredService<TenantTriggers>().EveryAsync<CountingJob>(first.Acme.OrganizationId, CountingJob.Subject, period, CancellationToken.None);
        }

        await Until(() => Task.FromResult(CountingJob.Fired >= 12));
        // Twice each would be here in half of the time; a slow machine only makes it later.
        Assert.True(began.Elapsed >= 11 * period, $"12 firings in {began.Elapsed}.");
    }

    [Fact]
    public async Task Node_ThatDiesInTheMiddleOfASync_IsSucceededByAnother()
    {
        await using var dying = await CreateAsync(scheduling: true);
        await StartAsync(dying);
        var stream = new PausedStream([], ScriptedConnector.DefaultRun());
        dying.Connector.Collect = stream.Items;
        var connected = await dying.ConnectAsync();
        await stream.Reached;

        // It is not heard of again: it takes no further trigger, and its lease runs out by the server's clock.
        await (await dying.Database.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).Standby();
        await using (var rows = dying.Database.Rows(dying.Acme))
        {
            await rows.Set<Connection>().ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, DateTimeOffset.UnixEpoch));
        }

        await using var other = dying.Again(scheduling: true, realTime: true);
        await StartAsync(other);
        // Closing what the dead one left is what makes the next sync due: at once.
        await Until(async () => (await other.ObservationsAsync(ScriptedConnector.People)).Count == 1);
        stream.GoOn();

        Assert.Equal(RunState.Abandoned, (await other.RunAsync(connected.RunId)).State);
        Assert.Equal(1, other.Connector.Collections);
        Assert.NotEqual(connected.RunId, (await other.ObservationsAsync(ScriptedConnector.People)).Single().RunId);
        await other.AssertLogHoldsAsync();
    }

    private static Task<SyncWorld> CreateAsync(bool scheduling)
    {
        Assert.SkipWhen(PostgreSqlServer.Missing is not null, PostgreSqlServer.Missing ?? "");
        return SyncWorld.CreateAsync(DatabaseEngine.PostgreSql, scheduling: scheduling, realTime: true);
    }

    private static async Task StartAsync(SyncWorld node)
    {
        var start = node.Database.Services.GetRequiredService<ScheduleStart>();
        await start.StartAsync(CancellationToken.None);
        await start.ExecuteTask!;
    }

    private static async Task ChangeAsync(SyncWorld node, Guid connectionId, Action<Connection> change)
    {
        await using var scope = node.System();
        await scope.Get<ConnectionChange>().ExecuteAsync(connectionId, (_, connection) =>
        {
            change(connection);
            return Task.FromResult<Portal.Platform.Results.Problem?>(null);
        }, CancellationToken.None);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            Assert.True(await look.WaitForNextTickAsync(patience.Token));
        }
    }

    internal sealed class CountingJob(TenantScopes scopes) : TenantJob(scopes)
    {
        public static readonly Guid Subject = Guid.NewGuid();

        private static int _fired;

        public static int Fired => Volatile.Read(ref _fired);

        protected override Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _fired);
            return Task.CompletedTask;
        }
    }
}
