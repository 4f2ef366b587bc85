using System.Buffers.Text;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultFitnessTests
{
    [Theory]
    [InlineData("RSA", "RSA", 1024, "wrapKey,unwrapKey", "it has 1024 bits, the portal needs 3072 or more")]
    [InlineData("RSA", "RSA", 2048, "wrapKey,unwrapKey", "it has 2048 bits, the portal needs 3072 or more")]
    [InlineData("RSA-HSM", "RSA", 3072, "wrapKey,unwrapKey", "it is a software key (RSA), but KeyVault:KeyType asks for keys in a hardware module (RSA-HSM)")]
    [InlineData("RSA-HSM", "RSA", 1024, "wrapKey,unwrapKey,sign", "it is a software key (RSA), but KeyVault:KeyType asks for keys in a hardware module (RSA-HSM)", "it has 1024 bits, the portal needs 3072 or more", "it may wrapKey, unwrapKey, sign, the portal needs wrapKey and unwrapKey and nothing else")]
    [InlineData("RSA", "EC", 256, "wrapKey,unwrapKey", "it is of kind EC, the portal needs RSA")]
    [InlineData("RSA", "RSA", 3072, "", "it may nothing, the portal needs wrapKey and unwrapKey and nothing else")]
    [InlineData("RSA", "RSA", 3072, "unwrapKey", "it may unwrapKey, the portal needs wrapKey and unwrapKey and nothing else")]
    public void Require_KeyEncryptionKeyThatIsNotAsConfigured_SaysAllThatIsWrong(string configured, string type, int size, string operations, params string[] faults) =>
        AssertRefused(faults, Key(type, size, operations), KeyVaultFitness.Encrypting(new KeyVaultOptions { KeyType = configured }));

    [Theory]
    [InlineData("RSA", "EC", 384, "sign,verify", "its curve is P-384, the portal needs P-256")]
    [InlineData("RSA-HSM", "EC", 256, "sign,verify", "it is a software key (EC), but KeyVault:KeyType asks for keys in a hardware module (EC-HSM)")]
    [InlineData("RSA", "RSA", 3072, "sign,verify", "it is of kind RSA, the portal needs EC")]
    [InlineData("RSA", "EC", 256, "sign,verify,wrapKey", "it may sign, verify, wrapKey, the portal needs sign and verify and nothing else")]
    public void Require_SigningKeyThatIsNotAsConfigured_SaysAllThatIsWrong(string configured, string type, int size, string operations, params string[] faults) =>
        AssertRefused(faults, Key(type, size, operations), KeyVaultFitness.Signing(new KeyVaultOptions { KeyType = configured }));

    [Theory]
    [InlineData("RSA", "RSA", 3072)]
    [InlineData("RSA", "RSA", 4096)]
    [InlineData("RSA", "RSA-HSM", 3072)]
    [InlineData("RSA-HSM", "RSA-HSM", 3072)]
    public void Require_KeyAsConfiguredOrStronger_Accepts(string configured, string type, int size)
    {
        var options = new KeyVaultOptions { KeyType = configured };
        KeyVaultFitness.Require(Key(type, size, "wrapKey,unwrapKey"), "kek", KeyVaultFitness.Encrypting(options));
        KeyVaultFitness.Require(Key(type.Replace("RSA", "EC", StringComparison.Ordinal), 256, "sign,verify"), "signing", KeyVaultFitness.Signing(options));
    }

    [Fact]
    public void Require_SigningKeyWithoutACurve_IsRefused() => AssertRefused(
        ["its curve is unknown, the portal needs P-256"], new KeyVaultJwk("kid", "EC", ["sign", "verify"], null, null, null, "x", "y"), KeyVaultFitness.Signing(new KeyVaultOptions()));

    [Fact]
    public void Require_NoKeyAtAll_IsRefused() => AssertRefused(
        ["it is of kind none, the portal needs RSA", "it may nothing, the portal needs wrapKey and unwrapKey and nothing else"], null, KeyVaultFitness.Encrypting(new KeyVaultOptions()));

    private static void AssertRefused(string[] faults, KeyVaultJwk? key, NewKey wanted)
    {
        var refused = Assert.Throws<KeyVaultException>(() => KeyVaultFitness.Require(key, "named", wanted));
        Assert.Equal((KeyVaultFault.Unfit, $"The vault's key named is not used: {string.Join("; ", faults)}. Choose another name or remove it."), (refused.Fault, refused.Message));
    }

    private static KeyVaultJwk Key(string type, int size, string operations)
    {
        var may = operations.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (type.StartsWith("EC", StringComparison.Ordinal))
        {
            return new KeyVaultJwk("kid", type, may, null, null, $"P-{size}", "x", "y");
        }

        using var rsa = MadeBefore.Rsa(size, 0);
        var half = rsa.ExportParameters(includePrivateParameters: false);
        return new KeyVaultJwk("kid", type, may, Base64Url.EncodeToString(half.Modulus), Base64Url.EncodeToString(half.Exponent), null, null, null);
    }
}
