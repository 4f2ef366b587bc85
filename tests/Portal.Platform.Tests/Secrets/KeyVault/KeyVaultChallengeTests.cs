using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultChallengeTests
{
    private static readonly Uri Vault = new("https://contoso.vault.azure.net/keys/a");

    [Theory]
    [InlineData("Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("bearer resource=https://vault.azure.net,authorization=https://login.test/t1/oauth2")]
    [InlineData("Basic realm=\"x\", Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer realm=\"\", Bearer scope=\"https://vault.azure.net/.default\", authorization_uri=\"https://login.test/t1\"")]
    public void Read_AnyUsualForm_IsUnderstood(string header) =>
        Assert.Equal(new KeyVaultChallenge("https://vault.azure.net/.default", "t1"), KeyVaultChallenge.Read([header], Vault, verifyResource: true));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"https://login.test/\", resource=\"https://vault.azure.net\"")]
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
            Assert.Equal(KeyVaultFault.Untrusted, Assert.Throws<KeyVaultException>(Read).Fault);
        }
    }

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
