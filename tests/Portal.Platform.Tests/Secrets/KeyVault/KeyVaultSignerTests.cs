using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultSignerTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Message = [1, 2, 3];

    [Fact]
    public async Task Sign_VerifiesHereWithoutTheVaultAndAlsoByThePublicKeyAlone()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.Provisioner.EnsureSigningKeyAsync(None);
        var signature = await bench.Signer.SignAsync(Message, None);
        bench.Server.Control.IsDown = true;
        Assert.True(await bench.Signer.VerifyAsync(signature, Message, None));
        Assert.False(await bench.Signer.VerifyAsync(signature, new byte[3], None));
        var published = await bench.Signer.PublicKeyAsync(null, None);
        using var alone = ECDsa.Create();
        alone.ImportSubjectPublicKeyInfo(published!.SubjectPublicKeyInfo, out _);
        Assert.Equal(signature.Kid, published.Kid);
        Assert.True(alone.VerifyData(Message, signature.Value, HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Verify_ByAVersionBeforeARotation_Holds()
    {
        var system = new FakeTimeProvider();
        await using var bench = await VaultBench.StartAsync(system: system);
        await bench.Provisioner.EnsureSigningKeyAsync(None);
        var signature = await bench.Signer.SignAsync(Message, None);
        await bench.Client.RotateAsync(bench.Options.SigningKey, None);
        Assert.Equal(signature.Kid, (await bench.Signer.SignAsync(Message, None)).Kid);
        system.Advance(KeyVaultSigner.CurrentFor);
        Assert.NotEqual(signature.Kid, (await bench.Signer.SignAsync(Message, None)).Kid);
        var restarted = new KeyVaultSigner(bench.Client, new KeyVaultPublicKeys(bench.Client), bench.Options, TimeProvider.System);
        Assert.True(await restarted.VerifyAsync(signature, Message, None));
        Assert.NotEqual(signature.Kid, (await restarted.SignAsync(Message, None)).Kid);
    }

    [Fact]
    public async Task Verify_UnderAnyOtherKeyOfTheVault_IsFalse()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.Provisioner.EnsureSigningKeyAsync(None);
        var planted = bench.Client.Id(await bench.Client.CreateAsync("planted", new NewKey("EC", null, "P-256", ["sign", "verify"]), None));
        var signature = new AttestationSignature(planted.Kid, await bench.Client.SignAsync(planted, "ES256", SHA256.HashData(Message), None));
        Assert.False(await bench.Signer.VerifyAsync(signature, Message, None));
        Assert.Null(await bench.Signer.PublicKeyAsync(planted.Kid, None));
        var unknown = $"{bench.Server.BaseAddress}keys/{bench.Options.SigningKey}/00000000000000000000000000000000";
        Assert.False(await bench.Signer.VerifyAsync(signature with { Kid = unknown }, Message, None));
    }

    [Fact]
    public async Task Verify_WhenTheAnswerCannotBeHad_ThrowsInsteadOfSayingFalse()
    {
        await using var bench = await VaultBench.StartAsync();
        bench.Server.Control.IsDown = true;
        var kid = $"{bench.Server.BaseAddress}keys/{bench.Options.SigningKey}/1";
        Assert.Equal(KeyVaultFault.Unavailable, await bench.FaultAsync(_ => bench.Signer.VerifyAsync(new AttestationSignature(kid, new byte[64]), Message, None)));
    }
}
