using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class SyncConnectionTests
{
    [Theory, EveryEngine]
    public async Task Run_FirstSync_StoresEvidenceObservationsLinksAndPopulation(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var connected = await world.ConnectAsync();

        var result = await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);

        Assert.Equal(new Portal.Compliance.Connections.Sync.SyncResult(connected.RunId, RunState.Succeeded, null), result);
        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Succeeded, 1, 2, 2, 2), (run.State, run.Attempt, run.NewEvidence, run.Observations, run.PopulationMembers));
        var evidence = await world.ReadAsync(db => db.Set<EvidenceRecord>().OrderBy(e => e.Kind).ToListAsync());
        Assert.Equal([(ScriptedConnector.People, EvidenceResult.Satisfied), (ScriptedConnector.Tasks, EvidenceResult.Satisfied)],
            evidence.Select(e => (e.Kind, e.Result)));
        Assert.Equal(
            ["iso27001/A.5.16 Supporting Population", "iso27001/A.6.1 Supporting Operation", "soc2/CC1.4 Primary Operation", "soc2/CC6.2 Primary Population"],
            await world.ReadAsync(db => db.Set<EvidenceControl>().OrderBy(c => c.Framework).ThenBy(c => c.Control)
                .Select(c => c.Framework + "/" + c.Control + " " + c.Relation + " " + c.Aspect).ToListAsync()));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<PopulationRow>().CountAsync(p => p.EvidenceId == evidence[0].Id)));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
        Assert.Equal(0, await world.StagedAsync());
        var connection = await world.ConnectionAsync(connected.ConnectionId);
        Assert.Equal((world.Now, """{"people":2}""", 1L), (connection.LastAcceptedAsOf, connection.FactsJson, connection.LeaseEpoch));
        Assert.Null(connection.LeaseRunId);
        await world.AssertLogHoldsAsync();
    }
}
