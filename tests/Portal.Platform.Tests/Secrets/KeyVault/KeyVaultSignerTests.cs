using System.Buffers.Text;
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
        system.Advance(KeyVaultSigner.CurrentFor - TimeSpan.FromTicks(1));
        Assert.Equal(signature.Kid, (await bench.Signer.SignAsync(Message, None)).Kid);
        system.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(signature.Kid, (await bench.Signer.SignAsync(Message, None)).Kid);
        var restarted = new KeyVaultSigner(bench.Client, new KeyVaultPublicKeys(bench.Client, TimeProvider.System), bench.Options, TimeProvider.System);
        Assert.True(await restarted.VerifyAsync(signature, Message, None));
        Assert.NotEqual(signature.Kid, (await restarted.SignAsync(Message, None)).Kid);
    }

    [Fact]
    public async Task Verify_ByAVersionSwitchedOffSince_IsNotBelievedAndItsPublicHalfSaysSo()
    {
        var system = new FakeTimeProvider();
        await using var bench = await VaultBench.StartAsync(system: system);
        await bench.Provisioner.EnsureSigningKeyAsync(None);
        var signature = await bench.Signer.SignAsync(Message, None);
        await bench.Client.RotateAsync(bench.Options.SigningKey, None);
        var version = KeyVaultKeyId.Parse(signature.Kid, bench.Server.BaseAddress)!.Version;
        bench.Server.Control.SetEnabled(bench.Options.SigningKey, version, false);
        system.Advance(KeyVaultPublicKeys.StandingFor);

        var off = await Assert.ThrowsAsync<KeyVaultException>(() => bench.Signer.VerifyAsync(signature, Message, None));
        Assert.Equal(KeyVaultFault.Disabled, off.Fault);
        Assert.StartsWith($"The signature is by {signature.Kid}, a version of the signing key that is switched off.", off.Message, StringComparison.Ordinal);
        Assert.False(await bench.Signer.VerifyAsync(signature, new byte[3], None));
        Assert.True((await bench.Signer.PublicKeyAsync(signature.Kid, None))!.IsSwitchedOff);
        var newer = await bench.Signer.SignAsync(Message, None);
        Assert.NotEqual(signature.Kid, newer.Kid);
        Assert.True(await bench.Signer.VerifyAsync(newer, Message, None));
        Assert.False((await bench.Signer.PublicKeyAsync(newer.Kid, None))!.IsSwitchedOff);

        // What is known of it stands while the vault is away; switched on again it counts again.
        system.Advance(KeyVaultPublicKeys.StandingFor);
        bench.Server.Control.IsDown = true;
        Assert.True((await bench.Signer.PublicKeyAsync(signature.Kid, None))!.IsSwitchedOff);
        Assert.Equal(KeyVaultFault.Unavailable, await bench.FaultAsync(_ => bench.Signer.VerifyAsync(signature, Message, None)));
        bench.Server.Control.IsDown = false;
        bench.Server.Control.SetEnabled(bench.Options.SigningKey, true);
        Assert.True(await bench.Signer.VerifyAsync(signature, Message, None));
    }

    [Fact]
    public async Task Sign_WithTheNewestVersionSwitchedOffOrOutOfItsTime_IsRefusedBeforeAnythingIsSigned()
    {
        var system = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = await VaultBench.StartAsync(system: system);
        await bench.Provisioner.EnsureSigningKeyAsync(None);
        bench.Server.Control.SetEnabled(bench.Options.SigningKey, false);
        var off = await Assert.ThrowsAsync<KeyVaultException>(() => bench.Signer.SignAsync(Message, None));
        Assert.Equal((KeyVaultFault.Disabled, "The newest version of portal-signing is switched off, expired or not yet valid. Nothing is signed with it."), (off.Fault, off.Message));
        bench.Server.Control.SetEnabled(bench.Options.SigningKey, true);
        bench.Server.Control.SetTimes(bench.Options.SigningKey, null, system.GetUtcNow());
        Assert.Equal(KeyVaultFault.Disabled, await bench.FaultAsync(_ => bench.Signer.SignAsync(Message, None)));
        Assert.DoesNotContain(bench.Server.Requests, r => r.Path.EndsWith("/sign", StringComparison.Ordinal));
    }

    /// <summary>What the vault signed is held against its own public half before anybody gets it.</summary>
    [Fact]
    public async Task Sign_AnsweredWithASignatureThatDoesNotHold_GivesNone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var half = key.ExportParameters(includePrivateParameters: false).Q;
        const string Kid = "https://contoso.vault.azure.net/keys/portal-signing/1";
        var client = new ScriptedVault(
            $$"""{"key":{"kid":"{{Kid}}","kty":"EC","crv":"P-256","key_ops":["sign","verify"],"x":"{{Base64Url.EncodeToString(half.X)}}","y":"{{Base64Url.EncodeToString(half.Y)}}"} }""",
            $$"""{"kid":"{{Kid}}","value":"{{Base64Url.EncodeToString(key.SignData(new byte[3], HashAlgorithmName.SHA256))}}"}""").Client();
        var signer = new KeyVaultSigner(client, new KeyVaultPublicKeys(client, TimeProvider.System), new KeyVaultOptions(), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<KeyVaultException>(() => signer.SignAsync(Message, None));
        Assert.Equal((KeyVaultFault.Untrusted, $"The vault's signature does not hold under {Kid}. It was not used."), (refused.Fault, refused.Message));
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
