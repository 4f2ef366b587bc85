using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Simulator;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

/// <summary>The real connector over real HTTP against the simulated vendor, through the one path of a sync.</summary>
public sealed class BambooHrSyncTests
{
    private readonly FakeTimeProvider _vendorClock = new(TestDatabase.Start);

    [Fact]
    public async Task Sync_StoresWhatIsTrueOfTheCompany()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = _vendorClock });
        await using var world = await SyncWorld.CreateAsync(simulator: simulator);
        var connected = await world.ConnectAsync("acme", MagicKeys.Good, "bamboohr");

        var result = await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);

        var facts = simulator.Control.FactsOf(Companies.Acme);
        var active = await PayloadAsync(world, "bamboohr.active_employees");
        Assert.Equal((facts.Active, "satisfied"), ((int)active["activeEmployees"]!, (string)active["result"]!));
        var leavers = await PayloadAsync(world, "bamboohr.terminations");
        Assert.Equal((int)leavers["counted"]! + (int)leavers["scheduled"]! + (int)leavers["review"]!, (int)leavers["population"]!["count"]!);
        Assert.Contains(result.State!.Value, (RunState[])[RunState.Succeeded, RunState.Limited]);
        await world.AssertLogHoldsAsync();
    }

    [Fact]
    public async Task Sync_HeadcountFallsOffACliff_IsQuarantinedAndTheEarlierEvidenceAges()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = _vendorClock });
        await using var world = await SyncWorld.CreateAsync(simulator: simulator);
        var connected = await world.ConnectAsync("acme", MagicKeys.Good, "bamboohr");
        await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);
        var accepted = (await world.ConnectionAsync(connected.ConnectionId)).LastAcceptedAsOf;
        NextDay(world);
        simulator.Control.DropHeadcount(Companies.Acme);

        Assert.Equal(RunState.Quarantined, (await world.SyncAsync(connected.ConnectionId)).State);

        Assert.Equal(accepted, (await world.ConnectionAsync(connected.ConnectionId)).LastAcceptedAsOf);
        var doubted = (await world.ObservationsAsync("bamboohr.active_employees"))[^1];
        Assert.Equal((false, EvidenceResult.Inconclusive, "headcount_cliff"), (doubted.Accepted, doubted.Result, doubted.ReasonCode));
        Assert.Contains(AlertCause.Quarantined, (await world.AlertsAsync()).Select(a => a.Cause));
    }

    [Fact]
    public async Task Sync_KeyRevokedAtTheVendor_NeedsReauthAfterOneRequest()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = _vendorClock });
        await using var world = await SyncWorld.CreateAsync(simulator: simulator);
        var key = simulator.Control.IssueKey();
        var connected = await world.ConnectAsync("acme", key, "bamboohr");
        await world.RunQueuedAsync(connected.ConnectionId, connected.RunId);
        NextDay(world);
        simulator.Control.RevokeKey(key);
        simulator.Control.ForgetRequests();

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(connected.ConnectionId));

        Assert.Equal(ConnectorErrorCode.KeyRejected, refused.Error.Code);
        Assert.Single(simulator.Requests);
        Assert.Equal(ConnectionState.NeedsReauth, (await world.ConnectionAsync(connected.ConnectionId)).State);
    }

    [Theory]
    [InlineData("5002", "provider_down")]
    [InlineData("2006", "connection_broken")]
    [InlineData("2005", "malformed_answer")]
    public async Task Sync_VendorBreaksInTheMiddle_StoresNothingAndTriesAgainLater(string keyCode, string code)
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = _vendorClock });
        await using var world = await SyncWorld.CreateAsync(simulator: simulator);
        // A key that works while connecting and breaks afterwards.
        var script = MagicKeys.All.Single(k => k.Key.EndsWith(keyCode, StringComparison.Ordinal)).Script;
        var key = simulator.Control.IssueKey();
        var connected = await world.ConnectAsync("bigco", key, "bamboohr");
        simulator.Control.SetKey(key, script);

        await Assert.ThrowsAsync<ConnectorException>(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));

        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Queued, code), (run.State, run.ErrorCode));
        Assert.Equal(0, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(0, await world.StagedAsync());
    }

    private void NextDay(SyncWorld world)
    {
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        _vendorClock.Advance(TimeSpan.FromHours(24));
    }

    private static async Task<JsonNode> PayloadAsync(SyncWorld world, string kind)
    {
        var evidence = (await world.ObservationsAsync(kind)).Single().EvidenceId;
        return JsonNode.Parse((await world.ReadAsync(db => db.Set<EvidencePayload>().SingleAsync(p => p.EvidenceId == evidence))).Canonical)!;
    }
}
