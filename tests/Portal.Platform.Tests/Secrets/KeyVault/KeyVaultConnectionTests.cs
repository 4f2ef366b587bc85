using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>Who the portal is to the vault, and which server it believes to be the vault.</summary>
public sealed class KeyVaultConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-vault-").FullName;

    [Theory]
    [InlineData(KeyVaultIdentity.Managed, null, typeof(ManagedIdentityCredential))]
    [InlineData(KeyVaultIdentity.Managed, "7e57ed00-0000-4000-8000-000000000001", typeof(ManagedIdentityCredential))]
    [InlineData(KeyVaultIdentity.Managed, "", typeof(ManagedIdentityCredential))]
    [InlineData(KeyVaultIdentity.Workload, null, typeof(WorkloadIdentityCredential))]
    [InlineData(KeyVaultIdentity.Workload, "7e57ed00-0000-4000-8000-000000000001", typeof(WorkloadIdentityCredential))]
    [InlineData(KeyVaultIdentity.Environment, null, typeof(EnvironmentCredential))]
    public void Credential_OfAnIdentity_IsThatOneOnly(KeyVaultIdentity identity, string? client, Type credential) =>
        Assert.IsType(credential, KeyVaultConnection.Credential(new KeyVaultOptions { Identity = identity, ClientId = client, DevelopmentToken = "" }));

    [Fact]
    public async Task Credential_ForAnEmulator_IsTheTokenOfTheConfiguration()
    {
        var credential = KeyVaultConnection.Credential(new KeyVaultOptions { DevelopmentToken = "as configured" });
        Assert.Equal(new AccessToken("as configured", DateTimeOffset.MaxValue), await credential.GetTokenAsync(new TokenRequestContext([]), CancellationToken.None));
    }

    [Theory]
    [InlineData("https://contoso.vault.azure.net/", true)]
    [InlineData("https://127.0.0.1:8443/", false)]
    public void Handler_OfAVault_FollowsNoRedirectKeepsNoCookieAndTrustsTheSystemsRoots(string vault, bool proxy)
    {
        using var handler = KeyVaultConnection.Handler(new KeyVaultOptions { VaultUri = vault });
        Assert.Equal((false, false, proxy), (handler.AllowAutoRedirect, handler.UseCookies, handler.UseProxy));
        Assert.Null(handler.SslOptions.CertificateChainPolicy);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
    }

    [Fact]
    public void Handler_WithACertificate_TrustsThatOneAsARootAndNoOther()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(_folder, "vault.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        using var handler = KeyVaultConnection.Handler(new KeyVaultOptions { VaultUri = "https://127.0.0.1/", TrustedCertificatePath = path });
        var policy = handler.SslOptions.CertificateChainPolicy!;
        Assert.Equal((X509ChainTrustMode.CustomRootTrust, X509VerificationFlags.NoFlag), (policy.TrustMode, policy.VerificationFlags));
        Assert.Equal(certificate.Thumbprint, Assert.Single(policy.CustomTrustStore).Thumbprint);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
    }

    [Fact]
    public void Client_OfTheOptions_SpeaksToTheirVault() =>
        Assert.Equal(new Uri("https://contoso.vault.azure.net/"), KeyVaultConnection.Client(new KeyVaultOptions { VaultUri = "https://contoso.vault.azure.net/" }).Vault);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
