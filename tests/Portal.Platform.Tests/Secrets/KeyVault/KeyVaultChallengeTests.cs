using System.Buffers.Text;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultChallengeTests
{
    private static readonly Uri Vault = new("https://contoso.vault.azure.net/keys/a");

    [Theory]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("bearer resource=https://vault.azure.net,authorization=https://login.test/t1/oauth2")]
    [InlineData("Basic realm=\"x\", Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer   authorization = \"https://login.test/t1\" ,,  resource =  \"https://vault.azure.net\"  ")]
    [InlineData("BEARER AUTHORIZATION=\"https://login.test/t1\", RESOURCE=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net")]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\", resource=\"https://evil.test\"")]
    [InlineData("Bearer authorization=\"https://login.test/t1\", authorization_uri=\"https://login.test/t2\", resource=\"https://vault.azure.net\", scope=\"https://evil.test\"")]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\", Basic realm=\"x\"")]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\", Bearer authorization=\"https://login.test/t2\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer resource=\"https://vault.azure.net\", Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer realm=\"\", Bearer scope=\"https://vault.azure.net/.default\", authorization_uri=\"https://login.test/t1\"")]
    public void Read_AnyUsualForm_IsUnderstood(string header) =>
        Assert.Equal(new KeyVaultChallenge("https://vault.azure.net/.default", "t1"), KeyVaultChallenge.Read([header], Vault, verifyResource: true));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"https://login.test/t1\"")]
    [InlineData("Bearer authorization=\"https://login.test/\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"https://login.test//t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer \"authorization\"=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Basic authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"not an address\", resource=\"https://vault.azure.net\"")]
    [InlineData("=,=\"\",\"Bearer\"=\"")]
    public void Read_NothingComplete_IsNone(string header) => Assert.Null(KeyVaultChallenge.Read([header], Vault, verifyResource: true));

    [Theory]
    [InlineData("https://contoso.vault.azure.net", "https://vault.azure.net", true)]
    [InlineData("https://contoso.VAULT.azure.net", "https://vault.azure.net", true)]
    [InlineData("https://vault.azure.net", "https://vault.azure.net", false)]
    [InlineData("https://evilvault.azure.net", "https://vault.azure.net", false)]
    [InlineData("https://contoso.vault.azure.net.evil.test", "https://vault.azure.net", false)]
    [InlineData("https://contoso.vault.azure.net", "https://graph.microsoft.com", false)]
    [InlineData("https://contoso.vault.azure.net", "vault.azure.net", false)]
    public void Read_Resource_MustCoverTheHost(string vault, string resource, bool isTrusted)
    {
        KeyVaultChallenge? Read() => KeyVaultChallenge.Read([$"Bearer authorization=\"https://login.test/t1\", resource=\"{resource}\""], new Uri(vault), true);
        if (isTrusted)
        {
            Assert.NotNull(Read());
        }
        else
        {
            var refused = Assert.Throws<KeyVaultException>(Read);
            Assert.Equal(KeyVaultFault.Untrusted, refused.Fault);
            Assert.Equal($"The challenge of {new Uri(vault).Host} asks for a token for another resource. No token was sent. Check KeyVault:VaultUri.", refused.Message);
        }
    }

    [Fact]
    public void Read_SeveralHeaders_IsTheFirstCompleteChallenge() => Assert.Equal(
        new KeyVaultChallenge("https://vault.azure.net/.default", "t1"),
        KeyVaultChallenge.Read(["Basic realm=\"x\"", "Bearer authorization=\"https://login.test/t1/more\", resource=\"https://vault.azure.net\""], Vault, verifyResource: true));

    [Fact]
    public void Read_WhereAnEmulatorMayAskForAnything_DoesNotHoldItAgainstTheHost() => Assert.Equal(
        new KeyVaultChallenge("https://vault.test/.default", "t1"),
        KeyVaultChallenge.Read(["Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.test\""], new Uri("https://127.0.0.1/"), verifyResource: false));

    /// <summary>Whoever answers in the vault's place may send anything.</summary>
    [Property(MaxTest = 1_000)]
    public Property Read_AnyText_EndsWithAChallengeOrNone() => Prop.ForAll(
        Gen.Elements("Bearer", " ", ",", "=", "\"", "resource", "authorization", "error", "claims", "https://a/b", "x").ArrayOf().ToArbitrary(), parts =>
    {
        var header = string.Concat(parts);
        _ = KeyVaultChallenge.Read([header], Vault, verifyResource: false);
        _ = KeyVaultChallenge.Claims([header]);
    });

    [Property(MaxTest = 200)]
    public Property Claims_OfAnyText_AreDecodedInEitherAlphabetAndWithOrWithoutPadding() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text.Get);
        var (plain, url) = (Convert.ToBase64String(bytes), Base64Url.EncodeToString(bytes));
        Assert.All([plain, plain.TrimEnd('='), url], encoded =>
            Assert.Equal(Encoding.UTF8.GetString(bytes), KeyVaultChallenge.Claims([$"Bearer error=\"insufficient_claims\", claims=\"{encoded}\""])));
    });

    [Fact]
    public void Claims_InALaterChallenge_AreFound() => Assert.Equal(
        "{}", KeyVaultChallenge.Claims(["Bearer error=\"invalid_token\", claims=\"eA==\"", "Bearer realm=\"\", Bearer error=\"insufficient_claims\", claims=\"e30=\""]));

    [Fact]
    public void Claims_RecordedChallenge_IsDecoded()
    {
        var recorded = Vectors.Json(Path.Combine(Vectors.Folder("keyvault-recordings"), "errors-and-cae.json"));
        Assert.Equal(recorded.GetProperty("caeClaimsDecoded").GetString(), KeyVaultChallenge.Claims([recorded.GetProperty("caeChallenge").GetString()!]));
    }

    [Theory]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"*\"")]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"/w==\"")]
    [InlineData("Bearer error=\"insufficient_claims\"")]
    [InlineData("Bearer error=\"invalid_token\", claims=\"e30=\"")]
    public void Claims_NoneOrUnreadable_AreNone(string header) => Assert.Null(KeyVaultChallenge.Claims([header]));
}
