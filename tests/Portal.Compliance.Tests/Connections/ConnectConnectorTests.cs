using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

public sealed class ConnectConnectorTests
{
    [Theory, EveryEngine]
    public async Task Connect_PassedTest_StoresEverythingAtOnceAndQueuesTheFirstSync(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);

        var connected = await world.ConnectAsync();

        var connection = await world.ConnectionAsync(connected.ConnectionId);
        Assert.Equal(("Scripted", "acme.scripted.test", ConnectionState.Active, 1), (connection.Name, connection.AccountLabel, connection.State, connection.CredentialVersion));
        Assert.Equal("""{"account":"acme","zone":"UTC"}""", connection.SettingsJson);
        Assert.True(connection.NextDueAt > world.Now && connection.NextDueAt <= world.Now + connection.Cadence);
        var run = await world.RunAsync(connected.RunId);
        Assert.Equal((RunState.Queued, RunTrigger.Connect, connected.RunId.ToString("D")), (run.State, run.Trigger, run.Slot));
        Assert.Equal(
            ["soc2/CC1.4/scripted.tasks", "soc2/CC6.2/scripted.people"],
            (await world.ReadAsync(db => db.Set<Requirement>().ToListAsync())).Select(r => $"{r.Framework}/{r.Control}/{r.EvidenceKind}").Order());
        Assert.Equal(["connection.tested", "connection.connected", "requirement.changed", "requirement.changed"], await world.AuditAsync());
    }

    [Fact]
    public async Task Connect_RefusedKey_IsAuditedAndStoresNothing()
    {
        await using var world = await SyncWorld.CreateAsync();

        var refused = Assert.IsType<ConnectOutcome.Refused>(await world.TryConnectAsync(key: "wrong-key"));

        Assert.Equal(ConnectorErrorCode.KeyRejected, refused.Report.Error!.Code);
        Assert.Equal(["sign_in"], refused.Report.Checks.Select(c => c.Key));
        Assert.False(await world.ReadAsync(db => db.Set<Connection>().AnyAsync()));
        Assert.False(await world.ReadAsync(db => db.Set<ConnectorRun>().AnyAsync()));
        var (entry, detail) = await LastEntryAsync(world);
        Assert.Equal(("connection.test_failed", "Ada Admin", "connector", "scripted"), (entry.Action, entry.ActorName, entry.SubjectType, entry.SubjectId));
        Assert.Equal(("acme.scripted.test", "Refused", "KeyRejected", refused.TraceId), (
            (string?)detail["account"], (string?)detail["verdict"], (string?)detail["error"], (string?)detail["trace"]));
    }

    [Fact]
    public async Task Connect_LimitedKey_AsksForConsentFirst_AndRecordsIt()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Connector.Test = () => new(TestVerdict.Limited, [], [new("terminationDate", false, true, "Give view access.")]);

        Assert.IsType<ConnectOutcome.NeedsConsent>(await world.TryConnectAsync());
        Assert.False(await world.ReadAsync(db => db.Set<Connection>().AnyAsync()));
        var connected = Assert.IsType<ConnectOutcome.Connected>(await world.TryConnectAsync(acceptLimited: true));

        await using var scope = world.Enter();
        var detail = await scope.Get<ViewConnection>().ExecuteAsync(connected.ConnectionId);
        Assert.Equal(["terminationDate"], detail!.LimitedConsent);
        Assert.Contains("connection.limited_consent", await world.AuditAsync());
    }

    [Fact]
    public async Task Connect_SameAccountTwice_IsADuplicate()
    {
        await using var world = await SyncWorld.CreateAsync();
        var first = await world.ConnectAsync();

        Assert.Equal(new ConnectOutcome.Duplicate(first.ConnectionId, "Scripted"), await world.TryConnectAsync());

        Assert.Equal(1, await world.ReadAsync(db => db.Set<Connection>().CountAsync()));
        var second = await world.ConnectAsync("other");
        Assert.Equal("Scripted (other.scripted.test)", (await world.ConnectionAsync(second.ConnectionId)).Name);
    }

    [Fact]
    public async Task Connect_SameAccountManyTimesAtOnce_ConnectsOnce()
    {
        await using var world = await SyncWorld.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => world.TryConnectAsync())));

        Assert.Single(outcomes.OfType<ConnectOutcome.Connected>());
        Assert.Equal(4, outcomes.OfType<ConnectOutcome.Duplicate>().Count());
    }

    [Theory]
    [InlineData("", ScriptedConnector.GoodKey, "account")]
    [InlineData("acme", "  ", "key")]
    public async Task Connect_InputMissing_SaysWhichAndCallsNobody(string account, string key, string field)
    {
        await using var world = await SyncWorld.CreateAsync();

        var invalid = Assert.IsType<ConnectOutcome.InvalidInput>(await world.TryConnectAsync(account, key));

        Assert.Equal([field], invalid.Errors.Keys);
        Assert.Null(world.Connector.LastCredential);
        Assert.Empty(await world.AuditAsync());
    }

    [Fact]
    public async Task Connect_PastedKey_IsTrimmedUsedAndZeroed()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter(Role.ComplianceManager);
        var pasted = Encoding.UTF8.GetBytes($" {ScriptedConnector.GoodKey}\r\n");

        await scope.Get<ConnectConnector>().ExecuteAsync(
            new ConnectRequest(ScriptedConnector.Id, new Dictionary<string, string> { ["account"] = "acme" }, pasted, false), new Progress<CheckResult>());

        Assert.Equal(ScriptedConnector.GoodKey, world.Connector.LastCredential);
        Assert.Equal(new byte[pasted.Length], pasted);
    }

    [Fact]
    public async Task Connect_AfterRevoking_MayConnectTheAccountAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        var first = await world.ConnectAsync();
        await using (var scope = world.Enter())
        {
            Assert.True((await scope.Get<RevokeConnection>().ExecuteAsync(first.ConnectionId, "Scripted", "test")).IsOk);
        }

        var second = await world.ConnectAsync();

        Assert.NotEqual(first.ConnectionId, second.ConnectionId);
        Assert.Equal(2, await world.ReadAsync(db => db.Set<Requirement>().CountAsync()));
    }

    private static Task<(AuditEntry, JsonNode)> LastEntryAsync(SyncWorld world) => world.ReadAsync(async db =>
    {
        var last = await (
            from entry in db.Set<AuditEntry>()
            join detail in db.Set<AuditDetail>() on entry.Sequence equals detail.Sequence
            orderby entry.Sequence descending
            select new { entry, detail.DetailJson }).FirstAsync();
        return (last.entry, JsonNode.Parse(last.DetailJson)!);
    });
}
