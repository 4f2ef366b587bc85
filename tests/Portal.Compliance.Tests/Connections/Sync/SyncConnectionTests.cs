using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Time;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class SyncConnectionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Theory, EveryEngine]
    public async Task Run_FirstSync_StoresEvidenceObservationsLinksAndPopulation(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var connected = await world.ConnectAsync();

        var result = await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);

        Assert.Equal(new SyncResult(connected.RunId, RunState.Succeeded, null), result);
        await AssertFirstSyncAsync(world, connected.ConnectionId, connected.RunId);
        Assert.Equal(0, await world.StagedAsync());
        await world.AssertLogHoldsAsync();
    }

    [Fact]
    public async Task Run_WhileHistoryIsScripted_StoresTheSame()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        using (world.Database.Services.GetRequiredService<ProductClock>().At(world.Now))
        {
            await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);
        }

        await AssertFirstSyncAsync(world, connected.ConnectionId, connected.RunId);
        await world.AssertLogHoldsAsync();
    }

    [Theory, EveryEngine]
    public async Task Run_NothingChanged_ObservesTheSameEvidenceAgain(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Day);

        await world.SyncAsync(id);

        Assert.Equal(2, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        var observations = await world.ObservationsAsync(ScriptedConnector.People);
        Assert.Equal(2, observations.Count);
        Assert.Equal(observations[0].EvidenceId, observations[1].EvidenceId);
        Assert.Equal(Day, observations[1].AsOf - observations[0].AsOf);
        Assert.Equal(world.Now, (await world.ConnectionAsync(id)).LastAcceptedAsOf);
        Assert.Equal("""{"people":2}""", world.Connector.LastFacts);
    }

    [Fact]
    public async Task Run_ThereAndBackAgain_ObservesTheFirstEvidenceAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        foreach (var people in (int[])[3, 2])
        {
            world.Database.Clock.Advance(Day);
            world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people));
            await world.SyncAsync(id);
        }

        var observations = await world.ObservationsAsync(ScriptedConnector.People);
        Assert.Equal(3, observations.Count);
        Assert.Equal(observations[0].EvidenceId, observations[2].EvidenceId);
        Assert.NotEqual(observations[0].EvidenceId, observations[1].EvidenceId);
        Assert.Equal(3, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(3, await world.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
    }

    [Theory, EveryEngine]
    public async Task Run_SameSlotTwice_RunsOnce(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Day);

        var first = await world.SyncAsync(id);
        var second = await world.SyncAsync(id);

        Assert.Equal((first.RunId, (RunState?)null, "AlreadyDone"), (second.RunId, second.State, second.NotRun));
        Assert.Equal(2, world.Connector.Collections);
    }

    [Fact]
    public async Task Run_SameSlotManyTimesAtOnce_RunsOnce()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Day);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => world.SyncAsync(id))));

        Assert.Equal(1, results.Count(r => r.State == RunState.Succeeded));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<ConnectorRun>().CountAsync()));
        Assert.Equal(2, (await world.ObservationsAsync(ScriptedConnector.People)).Count);
    }

    [Fact]
    public async Task Run_AnObservation_IsALeafWithTheHashOfItsProvenance()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);

        var observation = (await world.ObservationsAsync(ScriptedConnector.Tasks)).Single();
        var provenance = JsonNode.Parse(observation.ProvenanceJson)!;
        Assert.Equal((connected.RunId.ToString("D"), "2.1.0", "GET /people", 1), (
            (string?)provenance["run"], (string?)provenance["connector"]!["version"], (string?)provenance["endpoint"], (int)provenance["attempt"]!));
        var leaf = await world.ReadAsync(db => (
            from entry in db.Set<AuditEntry>()
            join detail in db.Set<AuditDetail>() on entry.Sequence equals detail.Sequence
            where entry.Action == "evidence.observed" && entry.SubjectId == observation.EvidenceId.ToString().ToLower()
            select detail.DetailJson).SingleAsync());
        var said = JsonNode.Parse(leaf)!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(observation.ProvenanceJson))), (string?)said["provenanceSha256"]);
        Assert.Equal(observation.Id.ToString("D"), (string?)said["observation"]);
    }

    [Fact]
    public async Task Run_AuditsInOrderOfTheStory()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.ConnectAndSyncAsync();

        Assert.Equal(
            ["connection.tested", "connection.connected", "requirement.changed", "requirement.changed", "evidence.observed", "evidence.observed", "sync.succeeded"],
            await world.AuditAsync());
    }

    [Fact]
    public async Task Run_KeyThatReadsTooLittle_IsLimitedAndAccepted()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Day);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(
        [
            new CapabilityReport([new("people", false, true, "hidden")]),
            ScriptedConnector.Draft(ScriptedConnector.People, 2, EvidenceResult.NotAvailable, "permission_denied"),
            ScriptedConnector.Draft(ScriptedConnector.Tasks, 7),
        ]);

        Assert.Equal(RunState.Limited, (await world.SyncAsync(id)).State);

        Assert.Equal(world.Now, (await world.ConnectionAsync(id)).LastAcceptedAsOf);
        Assert.Equal([Portal.Compliance.Alerts.AlertCause.PermissionsShrank], (await world.AlertsAsync()).Select(a => a.Cause));
        world.Database.Clock.Advance(Day);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        await world.SyncAsync(id);
        Assert.Equal([Portal.Compliance.Alerts.AlertState.Resolved], (await world.AlertsAsync()).Select(a => a.State));
    }

    private static async Task AssertFirstSyncAsync(SyncWorld world, Guid connectionId, Guid runId)
    {
        var run = await world.RunAsync(runId);
        Assert.Equal((RunState.Succeeded, 1, 2, 2, 2), (run.State, run.Attempt, run.NewEvidence, run.Observations, run.PopulationMembers));
        var evidence = await world.ReadAsync(db => db.Set<EvidenceRecord>().OrderBy(e => e.Kind).ToListAsync());
        Assert.Equal([(ScriptedConnector.People, EvidenceResult.Satisfied), (ScriptedConnector.Tasks, EvidenceResult.Satisfied)],
            evidence.Select(e => (e.Kind, e.Result)));
        Assert.Equal(
            ["iso27001/A.5.16 Supporting Population", "iso27001/A.6.1 Supporting Operation", "soc2/CC1.4 Primary Operation", "soc2/CC6.2 Primary Population"],
            (await world.ReadAsync(db => db.Set<EvidenceControl>().OrderBy(c => c.Framework).ThenBy(c => c.Control).ToListAsync()))
                .Select(c => $"{c.Framework}/{c.Control} {c.Relation} {c.Aspect}"));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<PopulationRow>().CountAsync(p => p.EvidenceId == evidence[0].Id)));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
        var connection = await world.ConnectionAsync(connectionId);
        Assert.Equal((world.Now, """{"people":2}""", 1L), (connection.LastAcceptedAsOf, connection.FactsJson, connection.LeaseEpoch));
        Assert.Null(connection.LeaseRunId);
    }
}
