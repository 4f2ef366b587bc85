using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

/// <summary>
/// The process dies at each named point: from there on nothing of it reaches the database any more. A restart then finds no lost, half or
/// double run, evidence or audit entry. The same points are killed with SIGKILL on the real process in the end-to-end tests.
/// </summary>
public sealed class CrashTests
{
    /// <summary>Each point of a run that is staged row by row, and of one that stays in memory until its final transaction.</summary>
    public static MatrixTheoryData<string, int> Points() => new(SyncFaultPoints.All, [1, 8_192]);

    [Theory, MemberData(nameof(Points))]
    public async Task Restart_AfterACrashAtEachPoint_FindsEverythingWhole(string point, int rowsInMemory)
    {
        var dead = false;
        var arrived = false;
        await using var world = await SyncWorld.CreateAsync(at: reached =>
        {
            dead |= reached == point;
            arrived |= dead;
            if (dead)
            {
                throw new Dead();
            }
        }, more: services => services.Configure<SyncOptions>(o => o.RowsInMemory = rowsInMemory));
        var fails = point is SyncFaultPoints.DuringFailureWrite or SyncFaultPoints.AfterFailureCommit;
        if (fails)
        {
            world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.UnknownAccount, 404));
        }

        await UntilDeathAsync(world);
        // With the scheduler off there is no schedule to die before; the end-to-end test has one.
        Assert.Equal(point != SyncFaultPoints.BeforeSchedule && (point != SyncFaultPoints.AfterFirstChunk || rowsInMemory == 1), arrived);

        await using var restarted = world.Again();
        await using (var scope = restarted.System())
        {
            await scope.Get<ReapRuns>().ExecuteAsync(allLeases: true, CancellationToken.None);
            await scope.Get<FinishRevocations>().ExecuteAsync(CancellationToken.None);
            restarted.Database.Clock.Advance(TimeSpan.FromHours(24));
            var connection = Assert.Single(await restarted.ReadAsync(db => db.Set<Connection>().ToListAsync()));
            await scope.Get<DueWork>().ExecuteAsync(connection.Id, CancellationToken.None);
        }

        await AssertWholeAsync(restarted);
    }

    private static async Task UntilDeathAsync(SyncWorld world)
    {
        try
        {
            var connected = await world.ConnectAsync();
            await using var scope = world.Enter();
            await scope.Get<RequestSync>().ExecuteAsync(connected.ConnectionId);
            await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);
            await scope.Get<RequestSync>().ExecuteAsync(connected.ConnectionId);
        }
        catch (Exception e) when (e is Dead or ConnectorException)
        {
            // What the caller of a process that was killed sees is nothing at all.
        }
    }

    private static async Task AssertWholeAsync(SyncWorld world)
    {
        var runs = await world.ReadAsync(db => db.Set<ConnectorRun>().ToListAsync());
        Assert.DoesNotContain(runs, r => r.State == RunState.Running);
        Assert.Contains(runs, r => r.State == RunState.Succeeded);
        Assert.Equal(0, await world.StagedAsync());
        var observations = await world.ReadAsync(db => db.Set<Observation>().ToListAsync());
        var entries = await world.ReadAsync(db => db.Set<AuditEntry>().ToListAsync());
        // Each run that stored something stored all of it, and said so once.
        foreach (var run in runs)
        {
            var stored = run.State == RunState.Succeeded ? 2 : 0;
            Assert.Equal(stored, observations.Count(o => o.RunId == run.Id));
            Assert.Equal(run.State == RunState.Succeeded ? 1 : 0, entries.Count(e => e.Action == "sync.succeeded" && e.SubjectId == run.Id.ToString()));
        }

        Assert.Equal(observations.Count, entries.Count(e => e.Action == "evidence.observed"));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<EvidencePayload>().CountAsync()));
        Assert.Equal(1, entries.Count(e => e.Action == "connection.connected"));
        await world.AssertLogHoldsAsync();
    }

    private sealed class Dead : Exception;
}
