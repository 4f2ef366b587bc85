using System.Security.Cryptography;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultKeyRingTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Guid Organization = RingFixture.Organization;

    [Fact]
    public async Task Key_Wraps_HereAndUnwrapsInTheVault()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.CreateRsaAsync(bench.Options.NameOf(Organization));
        var kid = await bench.Ring.CurrentKidAsync(Organization, None);
        var key = await bench.Ring.ResolveAsync(kid, None);
        Assert.Equal(kid, key.KeyId);
        bench.Server.ForgetRequests();
        var secret = RandomNumberGenerator.GetBytes(32);
        var wrapped = await key.WrapKeyAsync(DataKeys.WrapAlgorithm, secret, None);
        Assert.Empty(bench.Server.Requests);
        var unwrapped = await key.UnwrapKeyAsync(DataKeys.WrapAlgorithm, wrapped, None);
        Assert.Equal(secret, unwrapped);
        // Born where the collector never moves anything: any other small array would be of generation 0 now.
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(unwrapped));
        Assert.EndsWith("/unwrapkey", Assert.Single(bench.Server.Requests).Path, StringComparison.Ordinal);
        foreach (var call in (Func<Task>[])[() => key.UnwrapKeyAsync("RSA1_5", wrapped, None), () => key.WrapKeyAsync("RSA1_5", secret, None)])
        {
            Assert.Equal("Only RSA-OAEP-256 wraps here, not RSA1_5.", (await Assert.ThrowsAsync<NotSupportedException>(call)).Message);
        }

        Assert.Equal("The vault is asked asynchronously.", Assert.Throws<NotSupportedException>(() => key.WrapKey(DataKeys.WrapAlgorithm, secret, None)).Message);
        Assert.Equal("The vault is asked asynchronously.", Assert.Throws<NotSupportedException>(() => key.UnwrapKey(DataKeys.WrapAlgorithm, wrapped, None)).Message);
    }

    [Fact]
    public async Task Unwrap_OfForeignBytesOrADeletedKeyOrByAnotherKey_IsACryptographicRefusal()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync();
        var key = bench.Ring.Resolve(id.Kid, None);
        var wrapped = await key.WrapKeyAsync(DataKeys.WrapAlgorithm, new byte[32], None);
        await Assert.ThrowsAsync<CryptographicException>(() => key.UnwrapKeyAsync(DataKeys.WrapAlgorithm, new byte[384], None));
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.OtherKey));
        await Assert.ThrowsAsync<CryptographicException>(() => key.UnwrapKeyAsync(DataKeys.WrapAlgorithm, wrapped, None));
        bench.Server.Control.Fail(null);
        bench.Server.Control.SetEnabled("kek", false);
        Assert.Equal(KeyVaultFault.Disabled, await bench.FaultAsync(_ => key.UnwrapKeyAsync(DataKeys.WrapAlgorithm, wrapped, None)));
        await bench.Client.DeleteAsync("kek", None);
        await Assert.ThrowsAsync<CryptographicException>(() => key.UnwrapKeyAsync(DataKeys.WrapAlgorithm, wrapped, None));
    }

    [Fact]
    public async Task Resolve_OfAKeyElsewhereOrTheSigningKey_IsRefusedWithoutAsking()
    {
        await using var bench = await VaultBench.StartAsync();
        var own = bench.Server.BaseAddress.ToString();
        string[] foreign =
        [
            "https://vault.elsewhere.test/keys/kek/1", $"{own}keys/{bench.Options.SigningKey}/1", $"{own}keys/kek", $"{own}keys/kek/1/2", $"{own}keys/a%2fb/1",
            $"{own}secrets/kek/1", own.Replace("https", "http", StringComparison.Ordinal) + "keys/kek/1", own.TrimEnd('/') + ".elsewhere.test/keys/kek/1", "local://keyring/org-1/1", "",
        ];
        Assert.All(foreign, kid => Assert.Equal(
            $"The key vault has no key-encryption key '{kid}'.", Assert.Throws<CryptographicException>(() => bench.Ring.Resolve(kid, None)).Message));
        Assert.Empty(bench.Server.Requests);
    }
}
