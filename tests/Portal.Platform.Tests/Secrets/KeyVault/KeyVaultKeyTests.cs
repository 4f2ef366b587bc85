using System.Buffers.Text;
using System.Security.Cryptography;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultKeyTests
{
    private static readonly Uri Vault = new("https://contoso.vault.azure.net/");
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(true, -1, 1, true)]
    [InlineData(false, null, null, false)]
    [InlineData(true, 0, null, true)]
    [InlineData(true, 1, null, false)]
    [InlineData(true, null, 0, false)]
    [InlineData(true, null, -1, false)]
    public void IsUsable_ByTheSecond_IsFromNotBeforeUntilExpires(bool? enabled, int? notBefore, int? expires, bool usable) => Assert.Equal(
        usable, new KeyVaultAttributes(enabled, Now.ToUnixTimeSeconds() + notBefore, Now.ToUnixTimeSeconds() + expires, null).IsUsable(Now));

    [Theory]
    [InlineData("RSA")]
    [InlineData("RSA-HSM")]
    public void Rsa_PublicHalf_Wraps(string type)
    {
        using var whole = MadeBefore.Rsa(2048, 0);
        var half = whole.ExportParameters(includePrivateParameters: false);
        using var rsa = Jwk(type, n: half.Modulus, e: half.Exponent).Rsa();
        Assert.Equal([1, 2], whole.Decrypt(rsa.Encrypt([1, 2], RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256));
    }

    [Theory]
    [InlineData("EC")]
    [InlineData("EC-HSM")]
    public void P256_PublicHalf_Verifies(string type)
    {
        using var whole = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var half = whole.ExportParameters(includePrivateParameters: false).Q;
        using var key = Jwk(type, "P-256", x: half.X, y: half.Y).P256();
        Assert.True(key.VerifyData(new byte[1], whole.SignData(new byte[1], HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void PublicHalf_OfAnotherKind_IsRefusedByItsName()
    {
        AssertRefused("The key kid is of a kind that the portal does not use (oct ).", () => Jwk("oct").Rsa());
        AssertRefused("The key kid is of a kind that the portal does not use (EC P-384).", () => Jwk("EC", "P-384", x: [1], y: [1]).P256());
        AssertRefused("The key kid is of a kind that the portal does not use (RSA P-256).", () => Jwk("RSA", "P-256", x: [1], y: [1]).P256());
    }

    [Fact]
    public void PublicHalf_ThatIsNone_IsRefused()
    {
        AssertRefused("The public half of kid cannot be read.", () => Jwk("RSA").Rsa());
        AssertRefused("The public half of kid cannot be read.", () => (Jwk("RSA") with { N = "*", E = "AQAB" }).Rsa());
        AssertRefused("The public half of kid cannot be read.", () => Jwk("EC", "P-256", x: new byte[32], y: [1]).P256());
    }

    [Theory]
    [InlineData("https://contoso.vault.azure.net/keys/kek/1", true)]
    [InlineData("https://contoso.vault.azure.net/keys/a-Z9/0123456789abcdef", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("https://contoso.vault.azure.net/keys/kek", false)]
    [InlineData("https://contoso.vault.azure.net/keys/kek/", false)]
    [InlineData("https://contoso.vault.azure.net/keys//1", false)]
    [InlineData("https://contoso.vault.azure.net/keys/kek/1/2", false)]
    [InlineData("https://contoso.vault.azure.net/keys/k_k/1", false)]
    [InlineData("https://contoso.vault.azure.net/keys/kek/1?x", false)]
    [InlineData("https://CONTOSO.vault.azure.net/keys/kek/1", false)]
    [InlineData("https://contoso.vault.azure.net:444/keys/kek/1", false)]
    [InlineData("http://contoso.vault.azure.net/keys/kek/1", false)]
    public void Parse_OnlyWhatIsWrittenSo_IsAnId(string? kid, bool isOne)
    {
        var id = KeyVaultKeyId.Parse(kid, Vault);
        Assert.Equal(isOne ? kid : null, id?.Kid);
        Assert.Equal(isOne ? "contoso.vault.azure.net" : null, id?.Authority);
    }

    [Fact]
    public void IsName_OfLettersDigitsAndHyphens_UpTo127()
    {
        Assert.True(KeyVaultKeyId.IsName("a"));
        Assert.True(KeyVaultKeyId.IsName(new string('a', 127)));
        Assert.All(["", new string('a', 128), "a.b", "ä"], name => Assert.False(KeyVaultKeyId.IsName(name)));
    }

    private static void AssertRefused(string message, Func<IDisposable> import)
    {
        var refused = Assert.Throws<KeyVaultException>(import);
        Assert.Equal((KeyVaultFault.Unexpected, message), (refused.Fault, refused.Message));
    }

    private static KeyVaultJwk Jwk(string type, string? curve = null, byte[]? n = null, byte[]? e = null, byte[]? x = null, byte[]? y = null) =>
        new("kid", type, null, Text(n), Text(e), curve, Text(x), Text(y));

    private static string? Text(byte[]? bytes) => bytes is null ? null : Base64Url.EncodeToString(bytes);
}
