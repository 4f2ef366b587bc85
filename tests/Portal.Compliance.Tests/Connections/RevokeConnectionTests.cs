using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

public sealed class RevokeConnectionTests
{
    [Theory, EveryEngine]
    public async Task Revoke_DestroysTheKeyAndKeepsTheHistory(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        var id = await world.ConnectAndSyncAsync();
        var blob = (await world.ConnectionAsync(id)).SealedCredential!;
        await using var scope = world.Enter();
        var preview = await scope.Get<PreviewRevocation>().ExecuteAsync(id);
        Assert.Equal((1, 2, 2, 2, false), (preview!.RunsKept, preview.EvidenceKept, preview.ObservationsKept, preview.ControlsAffected, preview.RunInProgress));

        var receipt = (await scope.Get<RevokeConnection>().ExecuteAsync(id, "acme.scripted.test", " left the vendor ")).Value;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(blob)), receipt.CredentialSha256);
        Assert.Equal(("Ada Admin", "left the vendor", world.Now), (receipt.RevokedBy, receipt.Reason, receipt.RevokedAt));
        var connection = await world.ConnectionAsync(id);
        Assert.Equal((ConnectionState.Revoked, 2, world.Now), (connection.State, connection.CredentialVersion, connection.DeletedAt));
        Assert.Null(connection.SealedCredential);
        var entry = await world.ReadAsync(db => db.Set<AuditEntry>().SingleAsync(e => e.Sequence == receipt.AuditSequence));
        Assert.Equal(("connection.revoked", id.ToString()), (entry.Action, entry.SubjectId));
        Assert.Equal(2, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(receipt, await scope.Get<ViewRevocation>().ExecuteAsync(id));
        Assert.Null(await scope.Get<PreviewRevocation>().ExecuteAsync(id));
        Assert.Equal("NotActive", (await world.SyncAsync(id, world.Now.AddDays(1))).NotRun);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Preview_SaysTheCoverageThatTheRevocationThenLeaves_NowAndOnceItIsStale(bool anotherSpeaks)
    {
        await using var world = await SyncWorld.CreateAsync(more: services => services.AddCoverage());
        var id = await world.ConnectAndSyncAsync();
        if (anotherSpeaks)
        {
            await world.ConnectAndSyncAsync("other");
        }

        world.Database.Clock.Advance(TimeSpan.FromHours(1));
        await using var scope = world.Enter();
        async Task<Headline> CoverageAsync() => (await scope.Get<ViewCoverage>().ExecuteAsync()).Overall;
        var before = await CoverageAsync();
        var effect = (await scope.Get<PreviewRevocation>().ExecuteAsync(id))!.Effect;

        Assert.True((await scope.Get<RevokeConnection>().ExecuteAsync(id, "acme.scripted.test", "left")).IsOk);

        Assert.Equal((before, await CoverageAsync()), (effect.Now, effect.Then));
        Assert.Equal((2, anotherSpeaks ? 2 : 0), (effect.Now.Covered, effect.Then.Covered));
        Assert.Equal(anotherSpeaks, effect.Later is null);
        if (effect.Later is { } later)
        {
            world.Database.Clock.Advance(later.At - world.Now - TimeSpan.FromTicks(1));
            Assert.Equal(effect.Then, await CoverageAsync());
            world.Database.Clock.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(later.After, await CoverageAsync());
        }
    }

    [Fact]
    public async Task Revoke_WhileASyncRuns_CancelsItAndItStoresNothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var stream = new PausedStream([ScriptedConnector.DefaultRun()[1]], [.. ScriptedConnector.DefaultRun()]);
        world.Connector.Collect = stream.Items;
        var running = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await stream.Reached;
        await using (var scope = world.Enter())
        {
            Assert.True((await scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, "Scripted", "now")).IsOk);
        }

        stream.GoOn();

        Assert.Equal(new SyncResult(connected.RunId, null, "LeaseLost"), await running);
        Assert.Equal(RunState.Cancelled, (await world.RunAsync(connected.RunId)).State);
        Assert.Equal(0, await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync()));
        Assert.Equal(0, await world.StagedAsync());
        Assert.Equal(["connection.revocation_requested", "sync.cancelled", "connection.revoked"], (await world.AuditAsync())[^3..]);
    }

    [Fact]
    public async Task Revoke_KeyCannotBeDestroyedYet_StaysRevokingAndIsFinishedLater()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        await using (var work = await world.System().Get<TenantDatabase>().BeginAsync(CancellationToken.None))
        {
            // What a process leaves behind that died between the two writes.
            var row = await work.Db.Set<Connection>().SingleAsync(c => c.Id == id);
            await RevokeConnection.StopAsync(work, row, "left", "Ada Admin", CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        Assert.Equal("NotActive", (await world.SyncAsync(id)).NotRun);
        await using var scope = world.System();
        await scope.Get<FinishRevocations>().ExecuteAsync(CancellationToken.None);

        Assert.Equal(ConnectionState.Revoked, (await world.ConnectionAsync(id)).State);
        var receipt = await scope.Get<ViewRevocation>().ExecuteAsync(id);
        Assert.Equal(("Ada Admin", "left"), (receipt!.RevokedBy, receipt.Reason));
    }

    [Theory]
    [InlineData("scripted", "reason", "name_differs")]
    [InlineData("Scripted", "  ", "reason_missing")]
    public async Task Revoke_NameOrReasonMissing_ChangesNothing(string name, string reason, string code)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await using var scope = world.Enter();

        Assert.Equal(code, (await scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, name, reason)).Problem!.Code);

        Assert.Equal(ConnectionState.Active, (await world.ConnectionAsync(connected.ConnectionId)).State);
    }

    [Fact]
    public async Task Revoke_ByAnybodyButAnAdmin_IsForbidden()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        foreach (var role in (Role[])[Role.Auditor, Role.ComplianceManager])
        {
            await using var scope = world.Enter(role);
            await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, "Scripted", "x"));
            await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<PreviewRevocation>().ExecuteAsync(connected.ConnectionId));
            await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<ConfirmVendorKeyDeleted>().ExecuteAsync(connected.ConnectionId));
        }
    }

    [Fact]
    public async Task Confirm_KeyDeletedAtTheVendor_IsRecordedOnce()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        await using var scope = world.Enter();
        Assert.Equal("connection_not_revoked", (await scope.Get<ConfirmVendorKeyDeleted>().ExecuteAsync(connected.ConnectionId)).Problem!.Code);
        await scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, "Scripted", "x");

        Assert.True((await scope.Get<ConfirmVendorKeyDeleted>().ExecuteAsync(connected.ConnectionId)).IsOk);
        Assert.True((await scope.Get<ConfirmVendorKeyDeleted>().ExecuteAsync(connected.ConnectionId)).IsOk);

        Assert.Equal(1, (await world.AuditAsync()).Count(a => a == "connection.revocation_receipt"));
        Assert.Equal(world.Now, (await scope.Get<ViewRevocation>().ExecuteAsync(connected.ConnectionId))!.VendorKeyDeletedAt);
    }
}
