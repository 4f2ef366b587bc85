using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Tests.Trail.Checkpoints;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class VaultOutageTests
{
    [Fact]
    public async Task SteadyState_ManySyncsInAnHour_UnwrapOnce()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        // The organization was furnished a moment ago; the hour begins now.
        vault.System.Advance(DataKeyCache.Lifetime);
        vault.Server.ForgetRequests();
        for (var sync = 0; sync < 5; sync++)
        {
            Assert.Equal(RunState.Succeeded, (await NextAsync(vault, connection, sync)).State);
            vault.System.Advance(DataKeyCache.Lifetime / 6);
        }

        // And one look at whether the key that signed the data key's row is still switched on.
        Assert.Equal((1, 2), (vault.Unwraps, vault.Server.Requests.Count(r => r.HadToken)));
    }

    [Fact]
    public async Task Outage_WithinTheCachesTime_IsNotNoticedByASync()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        vault.Server.Control.IsDown = true;
        vault.System.Advance(DataKeyCache.Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(RunState.Succeeded, (await NextAsync(vault, connection, 0)).State);
    }

    [Fact]
    public async Task Outage_LongerThanTheCache_FailsClosedWithoutTheVendorAndRecoversByItself()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        vault.Server.Control.IsDown = true;
        vault.System.Advance(DataKeyCache.Lifetime);

        var down = await Assert.ThrowsAsync<KeyStoreException>(() => NextAsync(vault, connection, 0));

        Assert.Equal(KeyVaultFault.Unavailable, Assert.IsType<KeyVaultException>(down.InnerException).Fault);
        var last = (await vault.World.ConnectionAsync(connection)).LastRunId!.Value;
        var run = await vault.World.RunAsync(last);
        Assert.Equal((RunState.Queued, "key_store_down"), (run.State, run.ErrorCode));
        Assert.Equal(ConnectionState.Active, (await vault.World.ConnectionAsync(connection)).State);

        vault.Server.Control.IsDown = false;
        vault.World.Database.Clock.Advance(run.RetryAt!.Value - vault.World.Now);
        Assert.Equal(RunState.Succeeded, (await vault.World.RunQueuedAsync(connection, last)).State);
    }

    [Fact]
    public async Task Outage_WhileConnecting_SavesNothingAndSaysSo()
    {
        await using var vault = await VaultWorld.CreateAsync();
        vault.System.Advance(DataKeyCache.Lifetime);
        vault.Server.Control.IsDown = true;

        var (asked, test) = (0, vault.World.Connector.Test);
        vault.World.Connector.Test = () =>
        {
            asked++;
            return test();
        };
        var outcome = Assert.IsType<ConnectOutcome.KeyStoreDown>(await vault.World.TryConnectAsync());

        Assert.Equal(("key_store_down", "Nothing was saved."), (outcome.Problem.Code, outcome.Problem.What));
        // The vendor has not heard of a key that could not be kept.
        Assert.Equal(0, asked);
        vault.Server.Control.IsDown = false;
        await vault.World.ConnectAsync();
    }

    [Fact]
    public async Task KillSwitch_KeyDisabledInTheVault_ActsWithinTheHourAndIsUndoneByEnablingIt()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        vault.Server.Control.SetEnabled("portal-shared", false);
        Assert.Equal(RunState.Succeeded, (await NextAsync(vault, connection, 0)).State);
        vault.System.Advance(DataKeyCache.Lifetime);
        var refused = await Assert.ThrowsAsync<KeyStoreException>(() => NextAsync(vault, connection, 1));
        Assert.Equal(KeyVaultFault.Disabled, Assert.IsType<KeyVaultException>(refused.InnerException).Fault);
        await AssertStoppedAsync(vault, connection, "key_switched_off", "enable the key");

        vault.Server.Control.SetEnabled("portal-shared", true);
        Assert.Equal(RunState.Succeeded, (await NextAsync(vault, connection, 2)).State);
    }

    [Fact]
    public async Task KillSwitch_SigningKeyDisabledInTheVault_NoDataKeyIsOpenedOnItsWord()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        vault.Server.Control.SetEnabled("portal-signing", false);
        vault.System.Advance(DataKeyCache.Lifetime);
        var unwraps = vault.Unwraps;

        var refused = await Assert.ThrowsAsync<KeyStoreException>(() => NextAsync(vault, connection, 0));

        Assert.Equal(KeyVaultFault.Disabled, Assert.IsType<KeyVaultException>(refused.InnerException).Fault);
        Assert.Equal(unwraps, vault.Unwraps);
        await AssertStoppedAsync(vault, connection, "key_switched_off", "enable the key");
        vault.Server.Control.SetEnabled("portal-signing", true);
        Assert.Equal(RunState.Succeeded, (await NextAsync(vault, connection, 1)).State);
    }

    [Fact]
    public async Task Role_TakenFromThePortal_IsSaidAsSuchAndNotTriedAgainByItself()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        vault.Server.Control.Fail(new VaultFault(VaultFaultKind.Forbidden) { OnPath = "/unwrapkey" });
        vault.System.Advance(DataKeyCache.Lifetime);

        await Assert.ThrowsAsync<KeyStoreException>(() => NextAsync(vault, connection, 0));

        await AssertStoppedAsync(vault, connection, "key_access_refused", "its role back");
        Assert.Equal("key_access_refused", Assert.IsType<ConnectOutcome.KeyStoreDown>(await vault.World.TryConnectAsync("other")).Problem.Code);
    }

    [Fact]
    public async Task DataKey_WhoseAttestationIsRefused_IsNotTriedAgainByItself()
    {
        await using var vault = await VaultWorld.CreateAsync();
        var connection = await vault.World.ConnectAndSyncAsync();
        await SignCheckpointTests.TamperAsync(vault.World, "UPDATE DataKeys SET Attestation = zeroblob(64)");
        vault.System.Advance(DataKeyCache.Lifetime);

        await Assert.ThrowsAsync<KeyStoreException>(() => NextAsync(vault, connection, 0));

        await AssertStoppedAsync(vault, connection, "data_key_refused", "changed from outside");
    }

    /// <summary>The run is over, the connection is as it was, and somebody hears of it at once.</summary>
    private static async Task AssertStoppedAsync(VaultWorld vault, Guid connection, string code, string words)
    {
        var row = await vault.World.ConnectionAsync(connection);
        var run = await vault.World.RunAsync(row.LastRunId!.Value);
        Assert.Equal((RunState.Failed, code, ConnectionState.Active), (run.State, run.ErrorCode, row.State));
        Assert.Contains(words, run.ErrorMessage, StringComparison.Ordinal);
        var alert = Assert.Single(await vault.World.AlertsAsync());
        Assert.Equal((AlertCause.SyncFailing, AlertState.Open), (alert.Cause, alert.State));
        Assert.Contains(code, alert.DetailJson, StringComparison.Ordinal);
    }

    private static Task<SyncResult> NextAsync(VaultWorld vault, Guid connection, int slot) =>
        vault.World.SyncAsync(connection, vault.World.Now.AddMinutes(slot));
}
