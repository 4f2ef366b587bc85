using Portal.Compliance.Tests.Connections.Sync;
using Portal.Compliance.Trail;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Compliance.Tests.Trail.Checkpoints;

public sealed class CheckpointAuditTests
{
    [Fact]
    public async Task Verify_CheckpointWhoseKeyWasSwitchedOffSince_HoldsAndIsSaid()
    {
        await using var vault = await VaultWorld.CreateAsync();
        await SignCheckpointTests.WriteAsync(vault.World, 3);
        var first = (await SignCheckpointTests.SignAsync(vault.World)).Checkpoint!;
        await vault.Client.RotateAsync("portal-signing", CancellationToken.None);
        vault.Server.Control.SetEnabled("portal-signing", KeyVaultKeyId.Parse(first.Kid, vault.Client.Vault)!.Version, false);
        vault.System.Advance(KeyVaultPublicKeys.StandingFor);
        vault.World.Database.Clock.Advance(TimeSpan.FromDays(1));
        await SignCheckpointTests.WriteAsync(vault.World, 3);

        var second = (await SignCheckpointTests.SignAsync(vault.World)).Checkpoint!;

        Assert.NotEqual(first.Kid, second.Kid);
        await using var scope = vault.World.Enter(Role.Auditor);
        var report = await scope.Get<VerifyCheckpoints>().ExecuteAsync();
        Assert.True(report.Hold);
        Assert.Equal([(first.Size, true), (second.Size, false)], report.Verdicts.Select(v => (v.Size, v.KeySwitchedOff)));
        var log = await scope.Get<VerifyAuditLog>().ExecuteAsync();
        Assert.Equal((true, 1), (log.IsIntact, log.CheckpointsOfSwitchedOffKeys));
        Assert.Equal([(first.Kid, true), (second.Kid, false)], (await scope.Get<ListSigningKeys>().ExecuteAsync()).Value.Select(k => (k.Kid, k.IsSwitchedOff)));
    }

    /// <summary>A page that stays open has one scope for hours.</summary>
    [Fact]
    public async Task Verify_KeySwitchedOffWhileThePageIsOpen_IsSaidThereToo()
    {
        await using var vault = await VaultWorld.CreateAsync();
        await SignCheckpointTests.WriteAsync(vault.World, 3);
        await SignCheckpointTests.SignAsync(vault.World);
        await using var page = vault.World.Enter(Role.Auditor);
        Assert.False(Assert.Single((await page.Get<VerifyCheckpoints>().ExecuteAsync()).Verdicts).KeySwitchedOff);

        vault.Server.Control.SetEnabled("portal-signing", false);
        vault.System.Advance(KeyVaultPublicKeys.StandingFor);

        Assert.True(Assert.Single((await page.Get<VerifyCheckpoints>().ExecuteAsync()).Verdicts).KeySwitchedOff);
    }

    [Fact]
    public async Task Sign_WhileTheOnlyVersionIsSwitchedOff_MakesNothingAndWhatIsThereStillVerifies()
    {
        await using var vault = await VaultWorld.CreateAsync();
        await SignCheckpointTests.WriteAsync(vault.World, 3);
        await SignCheckpointTests.SignAsync(vault.World);
        vault.Server.Control.SetEnabled("portal-signing", false);
        vault.System.Advance(KeyVaultPublicKeys.StandingFor);
        await SignCheckpointTests.WriteAsync(vault.World, 3);

        Assert.Equal(KeyVaultFault.Disabled, (await Assert.ThrowsAsync<KeyVaultException>(() => SignCheckpointTests.SignAsync(vault.World))).Fault);

        await using var scope = vault.World.Enter(Role.Auditor);
        var report = await scope.Get<VerifyCheckpoints>().ExecuteAsync();
        Assert.True(report.Hold);
        Assert.True(Assert.Single(report.Verdicts).KeySwitchedOff);
    }
}
