using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultValidationTests : IDisposable
{
    private const string Azure = "https://contoso.vault.azure.net/";
    private const string Loopback = "https://127.0.0.1:8443/";
    private readonly string _certificate = Path.GetTempFileName();

    [Fact]
    public void Validate_GoodOptions_SucceedsAndOthersDoNot()
    {
        var validation = new KeyVaultValidation();
        var good = new KeyVaultOptions { VaultUri = Azure, KeyType = "RSA-HSM", SharedKey = "portal-shared", ClientId = "7e57ed00-0000-4000-8000-000000000001" };
        Assert.True(validation.Validate(null, good).Succeeded);
        Assert.True(validation.Validate(null, new KeyVaultOptions()).Failed);
    }

    [Fact]
    public void Faults_OfEverythingWrong_AreSaidAtOnceByKeyAndWithWhatToDo()
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
        (string Key, string Start, string End)[] expected =
        [
            ("VaultUri", "'http://contoso.vault.azure.net/keys' is not", "Give https and the host only, e.g. https://contoso.vault.azure.net/."),
            ("KeyType", "'AES' is not known", "Set RSA, or RSA-HSM for a Premium vault."),
            ("SigningKey", "'a/b' is no key name", "Use letters, digits and hyphens, at most 127."),
            ("SharedKey", "'' cannot be used. Use letters, digits and hyphens", "or remove it, for one key an organization."),
            ("Identity", "'9' is not known", "Set Managed, Workload or Environment."),
            ("ClientId", "'me' is no client id", "or remove it."),
            ("TrustedCertificatePath", "it weakens", "the environment is Production. Remove it."),
            ("VerifyChallengeResource", "it weakens", "the environment is Production. Remove it."),
            ("DevelopmentToken", "it weakens", "the environment is Production. Remove it."),
            ("TrustedCertificatePath", "there is no file /nowhere.pem", "Start the emulator first; it writes it."),
        ];
        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected.Zip(faults), pair =>
        {
            Assert.StartsWith($"KeyVault:{pair.First.Key}: {pair.First.Start}", pair.Second, StringComparison.Ordinal);
            Assert.EndsWith(pair.First.End, pair.Second, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("contoso")]
    [InlineData("http://contoso.vault.azure.net/")]
    [InlineData("https://contoso.vault.azure.net/keys")]
    [InlineData("https://contoso.vault.azure.net/?x=1")]
    [InlineData("https://me@contoso.vault.azure.net/")]
    public void Faults_OfAnAddressThatIsNoRoot_NameIt(string? vault) =>
        Assert.StartsWith("KeyVault:VaultUri", Assert.Single(KeyVaultValidation.Faults(new KeyVaultOptions { VaultUri = vault })), StringComparison.Ordinal);

    [Theory]
    [InlineData("portal-signing", 1)]
    [InlineData("a b", 1)]
    [InlineData("portal-shared", 0)]
    [InlineData(null, 0)]
    public void Faults_OfASharedKey_AreABadNameOrTheSigningKeys(string? shared, int faults) =>
        Assert.Equal(faults, KeyVaultValidation.Faults(new KeyVaultOptions { VaultUri = Azure, SharedKey = shared }).Count());

    /// <summary>Each of the three by itself, on loopback and elsewhere, in Development and elsewhere.</summary>
    [Theory]
    [InlineData("Development", Loopback, null)]
    [InlineData("development", Loopback, null)]
    [InlineData("Development", Azure, "it is for an emulator on loopback; https://contoso.vault.azure.net/ is none. Remove it.")]
    [InlineData("Staging", Loopback, "it weakens what protects the keys and is for Development only; the environment is Staging. Remove it.")]
    [InlineData("Staging", Azure, "it weakens what protects the keys and is for Development only; the environment is Staging. Remove it.")]
    public void Faults_OfWhatIsForAnEmulator_DependOnThePlace(string environment, string vault, string? fault)
    {
        KeyVaultOptions Options() => new() { VaultUri = vault, EnvironmentName = environment };
        var (certificate, resource, token) = (Options(), Options(), Options());
        (certificate.TrustedCertificatePath, resource.VerifyChallengeResource, token.DevelopmentToken) = (_certificate, false, "x");
        string[] Expected(string key) => fault is null ? [] : [$"KeyVault:{key}: {fault}"];
        Assert.Equal(Expected("TrustedCertificatePath"), KeyVaultValidation.Faults(certificate));
        Assert.Equal(Expected("VerifyChallengeResource"), KeyVaultValidation.Faults(resource));
        Assert.Equal(Expected("DevelopmentToken"), KeyVaultValidation.Faults(token));
        Assert.Empty(KeyVaultValidation.Faults(Options()));
    }

    /// <summary>Whoever says nothing is in production, with software keys, a key for each organization and the machine's own identity.</summary>
    [Fact]
    public void Options_AsTheyAre_AreProduction()
    {
        var options = new KeyVaultOptions();
        Assert.Equal(("Production", "RSA", false, KeyVaultIdentity.Managed, true, "portal-signing"),
            (options.EnvironmentName, options.KeyType, options.IsHardware, options.Identity, options.VerifyChallengeResource, options.SigningKey));
        Assert.Equal("portal-org-0190a6b27c1d7e559a3f000000000001", options.NameOf(RingFixture.Organization));
        options.SharedKey = "portal-shared";
        Assert.Equal("portal-shared", options.NameOf(RingFixture.Organization));
    }

    public void Dispose() => File.Delete(_certificate);
}
