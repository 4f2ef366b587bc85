using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;

namespace Portal.Web.Tests.Features.Account;

/// <summary>The portal proves itself to a real provider with the key of a certificate.</summary>
public sealed class ClientAssertionTests
{
    [Theory]
    [InlineData(true, ".pem", "/")]
    [InlineData(true, ".pfx", "/")]
    [InlineData(false, ".pem", "/signin/failed?reason=provider_failed")]
    public async Task SignIn_WithACertificateInPlaceOfASecret_NeedsTheOneThatTheProviderKnows(bool isKnown, string kind, string after)
    {
        var folder = Directory.CreateTempSubdirectory("portal-client-");
        using var own = Certificate();
        using var other = Certificate();
        var path = Path.Combine(folder.FullName, "client" + kind);
        await File.WriteAllBytesAsync(path, kind == ".pfx"
            ? own.Export(X509ContentType.Pkcs12)
            : System.Text.Encoding.ASCII.GetBytes(own.ExportCertificatePem() + "\n" + own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()), TestContext.Current.CancellationToken);
        await using var provider = await IdentityProvider.StartAsync(new Portal.Tests.Shared.Identity.Account("ann", "Ann"));
        provider.ClientCertificate = isKnown ? own : other;
        await using var host = await PortalHost.StartAsync(
            null, [.. provider.Arguments.Where(a => !a.Contains("ClientSecret", StringComparison.Ordinal)), $"--Authentication:ClientCertificatePath={path}"]);
        using var visitor = host.Visitor();

        var led = await visitor.SignInAsync("ann");

        Assert.Equal(after, led.Split('&')[0]);
        folder.Delete(recursive: true);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=portal", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
