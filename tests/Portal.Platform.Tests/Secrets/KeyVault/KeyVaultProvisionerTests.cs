using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultProvisionerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Keys_ForAnOrganizationAndForSigning_AreMadeOnceAndForOneUseOnly()
    {
        await using var bench = await VaultBench.StartAsync();
        var kek = await bench.Provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None);
        var signing = await bench.Provisioner.EnsureSigningKeyAsync(None);
        Assert.Equal((kek, signing), (await bench.Provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None), await bench.Provisioner.EnsureSigningKeyAsync(None)));
        Assert.Equal(kek, await bench.Ring.CurrentKidAsync(RingFixture.Organization, None));
        Assert.Equal($"portal-org-{RingFixture.Organization:N}", KeyVaultKeyId.Parse(kek, bench.Server.BaseAddress)?.Name);
        var made = await bench.Client.GetAsync(bench.Options.NameOf(RingFixture.Organization), null, None);
        using var rsa = made.Key!.Rsa();
        Assert.Equal(("RSA", 3072), (made.Key.Kty, rsa.KeySize));
        Assert.Equal(["wrapKey", "unwrapKey"], made.Key.Operations);
        Assert.Equal(["sign", "verify"], (await bench.Client.GetAsync(bench.Options.SigningKey, null, None)).Key!.Operations);
    }

    [Fact]
    public async Task Destroy_TakesTheKeyAndSecondTimeNothing_AndItsNameSaysWhatToDo()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.CreateRsaAsync(bench.Options.NameOf(RingFixture.Organization));
        await bench.Provisioner.DestroyKeyEncryptionKeyAsync(RingFixture.Organization, None);
        await bench.Provisioner.DestroyKeyEncryptionKeyAsync(RingFixture.Organization, None);
        var missing = await Assert.ThrowsAsync<SecretFaultException>(() => bench.Ring.CurrentKidAsync(RingFixture.Organization, None));
        Assert.Equal(SecretFault.NoKeyEncryptionKey, missing.Fault);
        var held = await Assert.ThrowsAsync<KeyVaultException>(() => bench.Provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None));
        Assert.Equal(KeyVaultFault.Conflict, held.Fault);
        Assert.Equal((409, "ObjectIsDeletedButRecoverable"), (held.Status, held.Code));
        Assert.Equal($"A deleted key holds the name portal-org-{RingFixture.Organization:N}. Recover it if what it wrapped is still needed, else purge it, then provision again.", held.Message);
    }

    [Fact]
    public async Task Rotate_AddsAVersionAndTheOldOneStillUnwraps()
    {
        await using var bench = await VaultBench.StartAsync();
        var first = await bench.CreateRsaAsync(bench.Options.NameOf(RingFixture.Organization));
        var wrapped = await bench.Ring.Resolve(first.Kid, None).WrapKeyAsync("RSA-OAEP-256", new byte[32], None);
        var second = await bench.Provisioner.RotateKeyEncryptionKeyAsync(RingFixture.Organization, None);
        Assert.Equal(second, await bench.Ring.CurrentKidAsync(RingFixture.Organization, None));
        Assert.NotEqual(first.Kid, second);
        Assert.Equal(new byte[32], await bench.Ring.Resolve(first.Kid, None).UnwrapKeyAsync("RSA-OAEP-256", wrapped, None));
    }

    [Fact]
    public async Task SharedKey_IsOneForAllAndIsNotDestroyedWithOneOfThem()
    {
        await using var bench = await VaultBench.StartAsync(new KeyVaultOptions { VerifyChallengeResource = false, SharedKey = "portal-shared" });
        var kid = (await bench.CreateRsaAsync("portal-shared")).Kid;
        Assert.Equal([kid, kid], [await bench.Provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None), await bench.Ring.CurrentKidAsync(RingFixture.Other, None)]);
        await bench.Provisioner.DestroyKeyEncryptionKeyAsync(RingFixture.Organization, None);
        Assert.Equal(kid, await bench.Ring.CurrentKidAsync(RingFixture.Other, None));
    }

    [Theory]
    [InlineData("RSA", 1024, "1024 bits")]
    [InlineData("RSA-HSM", 3072, "software key")]
    public async Task Key_OfTheNameWeakerThanConfigured_IsNeitherUsedNorRotatedNorWrappedWith(string configured, int bits, string said)
    {
        await using var bench = await VaultBench.StartAsync(new KeyVaultOptions { VerifyChallengeResource = false, KeyType = configured });
        var weak = await bench.CreateRsaAsync(bench.Options.NameOf(RingFixture.Organization), bits: bits);
        Func<Task>[] uses =
        [
            () => bench.Provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None),
            () => bench.Provisioner.RotateKeyEncryptionKeyAsync(RingFixture.Organization, None),
            () => bench.Ring.Resolve(weak.Kid, None).WrapKeyAsync("RSA-OAEP-256", new byte[32], None),
        ];
        foreach (var use in uses)
        {
            var refused = await Assert.ThrowsAsync<KeyVaultException>(use);
            Assert.Equal(KeyVaultFault.Unfit, refused.Fault);
            Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SigningKey_InSoftwareWhereAHardwareModuleIsConfigured_SignsNothing()
    {
        await using var bench = await VaultBench.StartAsync(new KeyVaultOptions { VerifyChallengeResource = false, KeyType = "RSA-HSM" });
        await bench.Client.CreateAsync(bench.Options.SigningKey, KeyVaultFitness.Signing(new KeyVaultOptions()), None);
        Assert.Equal(KeyVaultFault.Unfit, await bench.FaultAsync(_ => bench.Provisioner.EnsureSigningKeyAsync(None)));
        Assert.Equal(KeyVaultFault.Unfit, await bench.FaultAsync(_ => bench.Signer.SignAsync(new byte[3], None)));
        Assert.DoesNotContain(bench.Server.Requests, r => r.Path.EndsWith("/sign", StringComparison.Ordinal));
    }

    /// <summary>Making and rotating wait for their turn; looking at what is there does not.</summary>
    [Fact]
    public async Task Keys_MoreThanTheVaultTakes_WaitForTheirTurn()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync(bench.Options.NameOf(RingFixture.Organization));
        using var limiter = new KeyCreationLimiter(1, new FakeTimeProvider());
        await limiter.WaitAsync(None);
        var provisioner = new KeyVaultProvisioner(bench.Client, bench.Options, limiter);
        Assert.Equal(id.Kid, await provisioner.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, None));
        foreach (var make in (Func<CancellationToken, Task>[])[provisioner.EnsureSigningKeyAsync, token => provisioner.RotateKeyEncryptionKeyAsync(RingFixture.Organization, token)])
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => make(impatient.Token));
        }

        Assert.Equal(KeyVaultFault.NotFound, await bench.FaultAsync(c => c.GetAsync(bench.Options.SigningKey, null, None)));
        Assert.Single(await bench.Client.VersionsAsync(id.Name, None));
    }

    [Fact]
    public async Task Key_OfTheNameMadeForSomethingElse_IsNotUsed()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.Client.CreateAsync(bench.Options.SigningKey, new NewKey("EC", null, "P-256", ["sign", "verify", "wrapKey"]), None);
        Assert.Equal(KeyVaultFault.Unfit, await bench.FaultAsync(_ => bench.Provisioner.EnsureSigningKeyAsync(None)));
    }
}
