using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Keys;
using Portal.Compliance.Keys.Work;
using Portal.Compliance.Organizations;
using Portal.Compliance.Tests.Keys;
using Portal.Compliance.Tests.Organizations;
using Portal.Compliance.Tests.Retention;
using Portal.Compliance.Tests.Trail.Checkpoints;
using Portal.Compliance.Trail;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Trail.PresentState;

/// <summary>Somebody with a hand on the database, triggers dropped, sets a row back as a whole: what it holds then is all genuine, only old.</summary>
public sealed class PresentStateAuditTests
{
    private const string Remember = "CREATE TABLE Before AS SELECT * FROM Connections; CREATE TABLE KeysBefore AS SELECT * FROM DataKeys";
    private const string Back = "DELETE FROM Connections; INSERT INTO Connections SELECT * FROM Before";
    private const string KeysBack = "DELETE FROM DataKeys; INSERT INTO DataKeys SELECT * FROM KeysBefore";

    [Fact]
    public async Task Verify_AfterEverythingThatHappensToAConnectionAndItsKeys_FindsNothing()
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        var connection = await world.ConnectAndSyncAsync();
        Assert.Null(await FaultAsync(world));
        await ReplaceAsync(world, connection);
        await world.AskAsync(KeyRequestKind.RotateDataKey);
        await world.WorkAsync();
        Assert.Null(await FaultAsync(world));
        await world.AskAsync(KeyRequestKind.RotateKey);
        await world.WorkAsync();
        Assert.Null(await FaultAsync(world));
        await RevokeAsync(world, connection);
        Assert.Null(await FaultAsync(world));
        await world.ConnectAndSyncAsync();
        await using (var scope = world.Enter())
        {
            Assert.Null((await scope.Get<OffBoardOrganization>().ExecuteAsync(world.Acme.Name, "The contract ended.")).Problem);
        }

        Assert.All(await world.DataKeysAsync(), k => Assert.Equal(DataKeyState.Destroyed, k.State));
        Assert.Null(await FaultAsync(world));
    }

    [Theory]
    [InlineData(Back)]
    [InlineData("UPDATE Connections SET State = 'Active'")]
    [InlineData("UPDATE Connections SET DeletedAt = NULL")]
    [InlineData("UPDATE Connections SET DeletedAt = DeletedAt + 864000000000")]
    [InlineData("UPDATE Connections SET CredentialVersion = CredentialVersion + 1")]
    [InlineData("UPDATE Connections SET SealedCredential = x'01'")]
    [InlineData("UPDATE Connections SET DestroyedCredentialSha256 = 'another'")]
    [InlineData("UPDATE Connections SET RevokeReason = 'another'")]
    [InlineData("UPDATE Connections SET RevokedBy = 'another'")]
    [InlineData("DELETE FROM Connections")]
    public async Task Verify_RevokedConnectionSetBackOrChanged_IsAFault(string sql)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(world, Remember);
        await RevokeAsync(world, connection);
        Assert.Null(await FaultAsync(world));

        await SignCheckpointTests.TamperAsync(world, sql);

        await AssertVouchedAsync(world, connection);
    }

    [Theory]
    [InlineData(Back)]
    [InlineData("UPDATE Connections SET State = 'Revoked'")]
    [InlineData("UPDATE Connections SET DeletedAt = CreatedAt")]
    [InlineData("UPDATE Connections SET SealedCredential = NULL")]
    [InlineData("UPDATE Before SET Id = '0195A000-0000-7000-8000-00000000FFFF', AccountLabel = 'x'; INSERT INTO Connections SELECT * FROM Before", "0195a000-0000-7000-8000-00000000ffff")]
    public async Task Verify_LiveConnectionSetBackOrChanged_IsAFault(string sql, string? named = null)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(world, Remember);
        await ReplaceAsync(world, connection);
        Assert.Null(await FaultAsync(world));

        await SignCheckpointTests.TamperAsync(world, sql);

        await AssertVouchedAsync(world, named is null ? connection : Guid.Parse(named));
    }

    [Theory]
    [InlineData(Back)]
    [InlineData("UPDATE Connections SET State = 'Active', DeletedAt = NULL")]
    [InlineData("UPDATE Connections SET DeletedAt = NULL")]
    [InlineData("UPDATE Connections SET DeletedAt = DeletedAt + 864000000000")]
    [InlineData("UPDATE Connections SET RevokeReason = 'another'")]
    [InlineData("UPDATE Connections SET State = 'Revoked'")]
    public async Task Verify_ConnectionThatIsBeingRevokedSetBackOrChanged_IsAFault(string sql)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(world, Remember);
        await StopAsync(world, connection);
        Assert.Null(await FaultAsync(world));

        await SignCheckpointTests.TamperAsync(world, sql);

        await AssertVouchedAsync(world, connection);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sync_OfAConnectionThatWasSetBack_OpensNoCredential(bool finished)
    {
        await using var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(world, Remember);
        var collections = world.Connector.Collections;
        await (finished ? RevokeAsync(world, connection) : StopAsync(world, connection));
        await SignCheckpointTests.TamperAsync(world, Back);

        var refused = await Assert.ThrowsAsync<KeyStoreException>(() => world.SyncAsync(connection, world.Now.AddHours(1)));

        Assert.Equal(SecretFault.SetBack, Assert.IsType<SecretFaultException>(refused.InnerException).Fault);
        Assert.Equal("data_key_refused", (await world.ReadAsync(db => db.Set<ConnectorRun>().SingleAsync(r => r.State == RunState.Failed))).ErrorCode);
        Assert.Equal(collections, world.Connector.Collections);
    }

    [Theory]
    [InlineData(KeyRequestKind.RotateDataKey, KeysBack + "; UPDATE DataKeys SET State = 'DecryptOnly'; INSERT INTO DataKeys SELECT * FROM KeysNow WHERE Version = 2")]
    [InlineData(KeyRequestKind.RotateDataKey, KeysBack)]
    [InlineData(KeyRequestKind.RotateDataKey, "UPDATE DataKeys SET State = 'DecryptOnly' WHERE State = 'Destroyed'")]
    [InlineData(KeyRequestKind.RotateDataKey, "UPDATE DataKeys SET WrappedKey = x'01' WHERE State = 'Destroyed'")]
    [InlineData(KeyRequestKind.RotateDataKey, "UPDATE DataKeys SET State = 'DecryptOnly' WHERE State = 'Active'")]
    [InlineData(KeyRequestKind.RotateDataKey, "DELETE FROM DataKeys WHERE State = 'Destroyed'")]
    [InlineData(KeyRequestKind.RotateKey, KeysBack)]
    public async Task Verify_DataKeySetBackOrChanged_IsAFault(KeyRequestKind kind, string sql)
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        await world.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(world, Remember);
        await world.AskAsync(kind);
        Assert.Equal(0, await world.WorkAsync());
        Assert.Null(await FaultAsync(world));

        await SignCheckpointTests.TamperAsync(world, "CREATE TABLE KeysNow AS SELECT * FROM DataKeys; " + sql);

        var fault = await FaultAsync(world);
        Assert.Equal(AuditFaultKind.VouchedRow, fault?.Kind);
        Assert.Contains("data key", fault?.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OrganizationFoundedHere_KnowsEveryDataKeyFromTheFirstOn()
    {
        var ring = KeyWorld.OwnRing();
        await using var world = await SyncWorld.CreateAsync(more: services =>
        {
            ring(services);
            services.AddOrganizations();
        });
        var (tenant, _) = await world.Database.FoundAsync();
        await using var scope = world.Database.Enter(tenant);
        var verify = scope.Get<VerifyAuditLog>();
        Assert.Null((await verify.ExecuteAsync()).FirstFault);
        Assert.Null((await scope.Get<RotateDataKey>().ExecuteAsync("Because a test asks.")).Problem);
        await using (var system = world.System(tenant))
        {
            Assert.Equal(0, await system.Get<KeyWork>().ExecuteAsync(CancellationToken.None));
        }

        Assert.Null((await verify.ExecuteAsync()).FirstFault);

        await SignCheckpointTests.TamperAsync(world, "CREATE TABLE Copy AS SELECT * FROM DataKeys WHERE Version = 2; "
            + "UPDATE Copy SET Id = '0195A000-0000-7000-8000-00000000FFFF', Version = 3, State = 'DecryptOnly'; INSERT INTO DataKeys SELECT * FROM Copy");
        var fault = (await verify.ExecuteAsync()).FirstFault;
        Assert.Equal((AuditFaultKind.VouchedRow, "an entry that tells of data key 0195a000-0000-7000-8000-00000000ffff"), (fault!.Kind, fault.Expected));
    }

    [Fact]
    public async Task Verify_AfterRetentionTookTheDetails_StillFindsWhatWasSetBack()
    {
        await using var world = await RetentionWorld.CreateAsync();
        await SignCheckpointTests.TamperAsync(world.Sync, Remember);
        await ReplaceAsync(world.Sync, world.Connection);
        await RevokeAsync(world.Sync, world.Connection);
        await world.PassAsync(days: 8 * 366);
        Assert.True((await world.PurgeAsync()).AuditDetails > 0);
        Assert.Null(await FaultAsync(world.Sync));

        await SignCheckpointTests.TamperAsync(world.Sync, Back);

        await AssertVouchedAsync(world.Sync, world.Connection);
    }

    private static async Task RevokeAsync(SyncWorld world, Guid connection)
    {
        await using var scope = world.Enter();
        Assert.Null((await scope.Get<RevokeConnection>().ExecuteAsync(connection, "acme.scripted.test", "left the vendor")).Problem);
    }

    /// <summary>As far as a revocation gets when the process dies before the key is destroyed.</summary>
    private static async Task StopAsync(SyncWorld world, Guid connection)
    {
        await using var scope = world.System();
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        var row = await work.Db.Set<Connection>().SingleAsync(c => c.Id == connection);
        await RevokeConnection.StopAsync(work, row, "left the vendor", "Ada Admin", CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    private static async Task ReplaceAsync(SyncWorld world, Guid connection)
    {
        await using var scope = world.Enter();
        Assert.IsType<ConnectOutcome.Connected>(await scope.Get<ReplaceCredential>().ExecuteAsync(
            connection, Encoding.UTF8.GetBytes(ScriptedConnector.GoodKey), acceptLimited: false, new Progress<Portal.Connectors.Sdk.CheckResult>()));
    }

    private static async Task AssertVouchedAsync(SyncWorld world, Guid connection)
    {
        var fault = await FaultAsync(world);
        Assert.Equal(AuditFaultKind.VouchedRow, fault?.Kind);
        Assert.Contains($"connection {connection:D}", fault?.Expected, StringComparison.Ordinal);
    }

    private static async Task<AuditFault?> FaultAsync(SyncWorld world)
    {
        await using var scope = world.Enter(Role.Auditor);
        return (await scope.Get<VerifyAuditLog>().ExecuteAsync()).FirstFault;
    }
}
