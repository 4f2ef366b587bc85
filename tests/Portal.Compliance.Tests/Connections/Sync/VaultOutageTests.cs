using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

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

        Assert.Equal((1, 1), (vault.Unwraps, vault.Server.Requests.Count(r => r.HadToken)));
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

        var outcome = Assert.IsType<ConnectOutcome.KeyStoreDown>(await vault.World.TryConnectAsync());

        Assert.Equal(("key_store_down", "Nothing was saved."), (outcome.Problem.Code, outcome.Problem.What));
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
    }

    private static Task<SyncResult> NextAsync(VaultWorld vault, Guid connection, int slot) =>
        vault.World.SyncAsync(connection, vault.World.Now.AddMinutes(slot));
}
