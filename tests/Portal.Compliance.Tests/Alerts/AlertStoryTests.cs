using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Alerts;

/// <summary>When alerts open, join and resolve, as a connection lives through it.</summary>
public sealed class AlertStoryTests
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(48);

    [Theory, EveryEngine]
    public async Task Staleness_OpensAtItsDeadlineAndNotATickBefore(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var id = await world.ConnectAndSyncAsync();
        var deadline = world.Now + Stale;
        var heard = 0;
        using var listening = world.Events.Subscribe(world.Acme.OrganizationId, e => heard += e is ComplianceChanged ? 1 : 0);

        world.Database.Clock.Advance(Stale);
        Assert.False(await MarkAsync(world, id));
        Assert.Empty(await BannersAsync(world));
        Assert.Equal(0, heard);
        world.Database.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await MarkAsync(world, id));
        Assert.False(await MarkAsync(world, id));

        Assert.Equal(1, heard);
        var alert = Assert.Single(await world.AlertsAsync());
        Assert.Equal((AlertCause.Stale, AlertState.Open, deadline), (alert.Cause, alert.State, alert.StaleSince));
        var banner = Assert.Single(await BannersAsync(world));
        Assert.Equal((alert.Id, AlertCause.Stale, deadline, 2), (banner.AlertId, banner.Cause, banner.Since, banner.ControlsAffected));
        Assert.Equal([BannerAction.SyncNow, BannerAction.OpenConnection], banner.Actions);
        Assert.Equal(
            "Evidence from Scripted has been stale since 4 Mar 2026, 09:00 UTC: last accepted 2 Mar 2026, 09:00 UTC, and it may be 2 days old. "
            + "Sync it now, or look at its last run.", banner.Message);
    }

    /// <summary>Connected, its first sync cancelled, paused: no evidence that could age, and still somebody must be told.</summary>
    [Fact]
    public async Task Silence_OfAConnectionThatNeverCollected_IsToldAndEndsWithTheFirstEvidence()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await using (var scope = world.Enter())
        {
            Assert.Null((await scope.Get<CancelRun>().ExecuteAsync(connected.ConnectionId, connected.RunId)).Problem);
        }

        world.Database.Clock.Advance(Stale + TimeSpan.FromTicks(1));
        Assert.True(await MarkAsync(world, connected.ConnectionId));

        var banner = Assert.Single(await BannersAsync(world));
        Assert.Equal((AlertCause.Stale, world.Now - TimeSpan.FromTicks(1)), (banner.Cause, banner.Since));
        Assert.Equal(
            "Nothing from Scripted was ever accepted. It has been connected since 2 Mar 2026, 09:00 UTC, and evidence may be 2 days old. "
            + "Sync it now, or look at its last run.", banner.Message);
        await world.SyncAsync(connected.ConnectionId);
        Assert.Equal(AlertState.Resolved, Assert.Single(await world.AlertsAsync()).State);
    }

    [Fact]
    public async Task Staleness_BeforeItsAlertIsWritten_ShowsItsBannerAllTheSame()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Stale + TimeSpan.FromTicks(1));

        var banner = Assert.Single(await BannersAsync(world));

        Assert.Equal((null, AlertCause.Stale), (banner.AlertId, banner.Cause));
    }

    [Fact]
    public async Task Staleness_OfARefusedKey_JoinsTheOpenAlert()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        await RefuseAsync(world, id);
        world.Database.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromTicks(1));

        Assert.True(await MarkAsync(world, id));
        Assert.False(await MarkAsync(world, id));

        var alert = Assert.Single(await world.AlertsAsync());
        Assert.Equal((AlertCause.KeyRefused, world.Now - TimeSpan.FromTicks(1)), (alert.Cause, alert.StaleSince));
        // One alert, opened once: that it grew is an entry of its own.
        Assert.Equal(["alert.opened", "alert.joined"], (await world.AuditAsync()).Where(a => a.StartsWith("alert.", StringComparison.Ordinal)));
        var banner = Assert.Single(await BannersAsync(world));
        Assert.Equal([BannerAction.ReplaceKey, BannerAction.OpenConnection], banner.Actions);
        Assert.EndsWith("Its evidence has been stale since 4 Mar 2026, 09:00 UTC.", banner.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyRefused_OfAStaleConnection_TakesTheStalenessOver()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Stale + TimeSpan.FromTicks(1));
        await MarkAsync(world, id);

        await RefuseAsync(world, id);

        var alerts = await world.AlertsAsync();
        Assert.Equal(
            [(AlertCause.Stale, AlertState.Resolved), (AlertCause.KeyRefused, AlertState.Open)],
            alerts.OrderBy(a => a.State == AlertState.Open).Select(a => (a.Cause, a.State)));
        Assert.Equal(world.Now - TimeSpan.FromTicks(1), alerts.Single(a => a.State == AlertState.Open).StaleSince);
    }

    [Fact]
    public async Task Recovery_ResolvesAndSaysSo()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Stale + TimeSpan.FromHours(3));
        await MarkAsync(world, id);

        await world.SyncAsync(id);

        var alert = Assert.Single(await world.AlertsAsync());
        Assert.Equal((AlertState.Resolved, "Recovered: evidence is fresh again as of 4 Mar 2026, 12:00 UTC. It was stale for 3 h."), (alert.State, alert.Resolution));
        Assert.Empty(await BannersAsync(world));
        Assert.Equal("alert.resolved", (await world.AuditAsync())[^2]);
    }

    [Fact]
    public async Task Quarantine_KeepsTheEarlierEvidenceAgeing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        var accepted = world.Now;
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(
            [.. ScriptedConnector.DefaultRun(1), new SuspicionRaised("headcount_cliff", "Half of the people are gone.")]);

        Assert.Equal(RunState.Quarantined, (await world.SyncAsync(id)).State);

        var connection = await world.ConnectionAsync(id);
        Assert.Equal((accepted, """{"people":2}"""), (connection.LastAcceptedAsOf, connection.FactsJson));
        var doubted = (await world.ObservationsAsync(ScriptedConnector.People))[^1];
        Assert.Equal((false, EvidenceResult.Inconclusive, "headcount_cliff"), (doubted.Accepted, doubted.Result, doubted.ReasonCode));
        Assert.Equal([AlertCause.Quarantined], (await world.AlertsAsync()).Select(a => a.Cause));
        Assert.Equal("sync.quarantined", (await world.AuditAsync())[^1]);
        world.Database.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromTicks(1));
        Assert.True(await MarkAsync(world, id));

        // The same numbers, believed: another verdict is another piece of evidence.
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(1));
        await world.SyncAsync(id);
        var believed = (await world.ObservationsAsync(ScriptedConnector.People))[^1];
        Assert.Equal((true, EvidenceResult.Satisfied), (believed.Accepted, believed.Result));
        Assert.NotEqual(doubted.EvidenceId, believed.EvidenceId);
        Assert.All(await world.AlertsAsync(), a => Assert.Equal(AlertState.Resolved, a.State));
    }

    [Fact]
    public async Task SyncThatBringsTooLittle_IsQuarantined()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Items([ScriptedConnector.Draft(ScriptedConnector.People, 2)]);

        Assert.Equal(RunState.Quarantined, (await world.RunQueuedAsync(connected.ConnectionId, connected.RunId)).State);

        Assert.Contains("missing_evidence", (await world.RunAsync(connected.RunId)).WarningsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailingEvidence_OpensAnAlertUntilItPasses()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        foreach (var (result, open) in ((EvidenceResult, int)[])[(EvidenceResult.NotSatisfied, 1), (EvidenceResult.NotSatisfied, 1), (EvidenceResult.Satisfied, 0)])
        {
            world.Database.Clock.Advance(TimeSpan.FromHours(24));
            world.Connector.Collect = (_, _) => ScriptedConnector.Items(
                ScriptedConnector.DefaultRun(tasks: result, reason: result == EvidenceResult.Satisfied ? null : "below_threshold"));
            await world.SyncAsync(id);
            Assert.Equal(open, (await world.AlertsAsync()).Count(a => a.State == AlertState.Open));
        }

        Assert.Equal([AlertCause.EvidenceFailing], (await world.AlertsAsync()).Select(a => a.Cause));
    }

    [Fact]
    public async Task FailingEvidence_SaysWhichAndWhatWasFound_AndCountsOnlyTheControlsThatNeedIt()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(tasks: EvidenceResult.NotSatisfied, reason: "below_threshold"));

        await world.SyncAsync(id);

        var banner = Assert.Single(await BannersAsync(world));
        var failing = (await world.ObservationsAsync(ScriptedConnector.Tasks))[^1];
        Assert.Equal((AlertCause.EvidenceFailing, failing.EvidenceId, 1), (banner.Cause, banner.Evidence, banner.ControlsAffected));
        Assert.Equal([BannerAction.OpenEvidence, BannerAction.OpenConnection], banner.Actions);
        Assert.Equal(
            "Scripted shows Tasks: 7 done (below threshold). Put it right there; this alert resolves with the sync that meets the rule.", banner.Message);
    }

    [Fact]
    public async Task Revoking_EndsAllAlerts()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(Stale + TimeSpan.FromHours(1));
        await MarkAsync(world, id);
        await using var scope = world.Enter();

        await scope.Get<RevokeConnection>().ExecuteAsync(id, "Scripted", "x");

        Assert.Equal("The connection was revoked by Ada Admin.", Assert.Single(await world.AlertsAsync()).Resolution);
        Assert.Empty(await BannersAsync(world));
        Assert.False(await MarkAsync(world, id));
    }

    [Fact]
    public async Task Paused_StillTurnsStale_AndSaysWhatToDo()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using var scope = world.Enter();
        await scope.Get<PauseConnection>().ExecuteAsync(id);
        world.Database.Clock.Advance(Stale + TimeSpan.FromHours(1));

        Assert.True(await MarkAsync(world, id));

        Assert.Equal([BannerAction.Resume, BannerAction.OpenConnection], Assert.Single(await BannersAsync(world)).Actions);
        Assert.Empty(Assert.Single(await BannersAsync(world, Role.Auditor)).Actions);
    }

    private static async Task<bool> MarkAsync(SyncWorld world, Guid id)
    {
        await using var scope = world.System();
        return await scope.Get<MarkStale>().ExecuteAsync(id, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<Banner>> BannersAsync(SyncWorld world, Role role = Role.ComplianceManager)
    {
        await using var scope = world.Enter(role);
        return await scope.Get<ActiveBanners>().ExecuteAsync();
    }

    private static async Task RefuseAsync(SyncWorld world, Guid id)
    {
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        await Assert.ThrowsAsync<ConnectorException>(() => world.SyncAsync(id));
    }
}
