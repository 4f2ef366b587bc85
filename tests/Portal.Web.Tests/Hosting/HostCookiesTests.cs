using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;

namespace Portal.Web.Tests.Hosting;

/// <summary>The cookies as browsers get them, over TLS and, on a developer's loopback, without.</summary>
public sealed class HostCookiesTests
{
    [Fact]
    public async Task Cookies_OverTls_AreBoundToThisHost()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-tls-").FullName, "tls.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "test"));
        string[] tls = ["--urls=https://127.0.0.1:0", $"--Kestrel:Certificates:Default:Path={file}", "--Kestrel:Certificates:Default:Password=test"];
        try
        {
            await using var host = await PortalHost.StartAsync(null, tls);
            using var visitor = Trusting(certificate, host.BaseAddress);
            using var page = await visitor.GetAsync("/signin");
            using var signedIn = await PortalHost.PostAsync(visitor, "/signin", "/signin/development", ("persona", "ada"));
            Assert.Equal(["__Host-portal.antiforgery; path=/; secure; samesite=strict; httponly"], Cookies(page));
            Assert.Equal(["__Host-portal.session; path=/; secure; samesite=lax; httponly"], Cookies(signedIn));

            await using var provider = await IdentityProvider.StartAsync();
            await using var behind = await PortalHost.StartAsync(null, [.. provider.Arguments, .. tls]);
            using var stranger = Trusting(certificate, behind.BaseAddress);
            using var challenge = await stranger.GetAsync("/signin/provider");
            Assert.Equal(["__Host-portal.correlation.; path=/; secure; samesite=lax; httponly", "__Host-portal.nonce.; path=/; secure; samesite=lax; httponly"], Cookies(challenge));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task Cookies_WithoutTlsOnADevelopersLoopback_HaveNoPrefixThatBrowsersWouldRefuse()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var host = await PortalHost.StartAsync(null, provider.Arguments);
        using var visitor = host.Visitor();
        using var challenge = await visitor.GetAsync("/signin/provider");
        Assert.Equal(["portal.correlation.; path=/; samesite=lax; httponly", "portal.nonce.; path=/; samesite=lax; httponly"], Cookies(challenge));
    }

    private static HttpClient Trusting(X509Certificate2 certificate, Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate }, RevocationMode = X509RevocationMode.NoCheck };
        return new HttpClient(handler) { BaseAddress = address };
    }

    /// <summary>Each without its value, its random part and when it ends.</summary>
    private static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Select(cookie =>
    {
        var parts = cookie.Split("; ").Where(p => !p.StartsWith("expires=", StringComparison.Ordinal)).ToList();
        var name = parts[0].Split('=')[0];
        parts[0] = new[] { "portal.correlation.", "portal.nonce." }.Select(n => name.IndexOf(n, StringComparison.Ordinal) is >= 0 and var at ? name[..(at + n.Length)] : null).FirstOrDefault(n => n is not null) ?? name;
        return string.Join("; ", parts);
    }).Order(StringComparer.Ordinal);
}
