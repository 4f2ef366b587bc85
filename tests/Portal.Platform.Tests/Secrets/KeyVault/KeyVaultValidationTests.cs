using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultValidationTests
{
    [Fact]
    public void Faults_OfAGoodConfiguration_AreNone() => Assert.Empty(KeyVaultValidation.Faults(new KeyVaultOptions
    {
        VaultUri = "https://contoso.vault.azure.net/",
        KeyType = "RSA-HSM",
        SharedKey = "portal-shared",
        ClientId = "7e57ed00-0000-4000-8000-000000000001",
    }));

    [Fact]
    public void Faults_OfEverythingWrong_AreSaidAtOnceByKey()
    {
        var faults = KeyVaultValidation.Faults(new KeyVaultOptions
        {
            VaultUri = "http://contoso.vault.azure.net/keys",
            KeyType = "AES",
            SigningKey = "a/b",
            SharedKey = "",
            ClientId = "me",
            Identity = (KeyVaultIdentity)9,
            TrustedCertificatePath = "/nowhere.pem",
            VerifyChallengeResource = false,
            DevelopmentToken = "x",
        }).ToList();
        string[] keys = ["VaultUri", "KeyType", "SigningKey", "SharedKey", "Identity", "ClientId", "TrustedCertificatePath", "VerifyChallengeResource", "DevelopmentToken", "TrustedCertificatePath"];
        Assert.Equal(keys.Select(k => $"KeyVault:{k}"), faults.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("Development", "https://127.0.0.1:8443/", 0)]
    [InlineData("Development", "https://contoso.vault.azure.net/", 2)]
    [InlineData("Staging", "https://127.0.0.1:8443/", 2)]
    public void Faults_OfWhatIsForAnEmulator_DependOnThePlace(string environment, string vault, int faults) => Assert.Equal(faults, KeyVaultValidation.Faults(
        new KeyVaultOptions { VaultUri = vault, EnvironmentName = environment, VerifyChallengeResource = false, DevelopmentToken = "x" }).Count());
}
