using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Faults_OfAnUnconfiguredProduction_AreAllSaidAtOnceWithTheirKeys()
    {
        await using var portal = PortalApplication.Create(["--environment", "Production"]);

        var keys = PortalStart.Faults(portal.Services).Select(f => f.Split(' ', 2)[0].TrimEnd(':')).Order(StringComparer.Ordinal);

        Assert.Equal(["Database:ConnectionString", "Secrets:LocalKeyRing", "SessionKeys:CertificatePath", "SignIn:Mode"], keys);
    }

    [Fact]
    public async Task Faults_OfDevelopment_AreNone()
    {
        var folder = Directory.CreateTempSubdirectory("portal-config-");
        await using var portal = PortalHost.Create(folder.FullName);

        Assert.Empty(PortalStart.Faults(portal.Services));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:5080", "urls is 'http://0.0.0.0:5080'")]
    [InlineData("urls", "http://127.0.0.1:5080;http://*:5081", "urls is 'http://*:5081'")]
    [InlineData("urls", "http://[::]:5080", "urls is 'http://[::]:5080'")]
    [InlineData("urls", "http://portal.example:5080", "urls is 'http://portal.example:5080'")]
    [InlineData("Kestrel:Endpoints:Main:Url", "https://+:443", "Kestrel:Endpoints:Main:Url is 'https://+:443'")]
    public void DevelopmentSignIn_ListeningBeyondLoopback_IsAFaultThatNamesTheKey(string key, string value, string expected) =>
        Assert.Equal($"{expected}, which is not a loopback address. The development sign-in listens on 127.0.0.1 or localhost only.", Assert.Single(Check("Development", (key, value))));

    [Fact]
    public void DevelopmentSignIn_PortsWithoutAnAddress_AreAFaultBecauseTheyMeanEveryInterface() =>
        Assert.StartsWith("http_ports is '8080'", Assert.Single(Check("Development", ("http_ports", "8080"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://127.9.9.9:0")]
    public void DevelopmentSignIn_OnLoopback_IsFine(string url) => Assert.Empty(Check("Development", ("urls", url)));

    [Fact]
    public void DevelopmentSignIn_OutsideDevelopment_IsAFault() =>
        Assert.StartsWith("SignIn:Mode is 'Development', which lets anybody in as an admin, but the environment is 'Production'.", Assert.Single(Check("Production")), StringComparison.Ordinal);

    [Fact]
    public async Task Start_WhenCodeOpensAnotherSocket_StopsAtOnce()
    {
        var folder = Directory.CreateTempSubdirectory("portal-config-");
        await using var portal = PortalHost.Create(folder.FullName, builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0)));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => portal.StartAsync());

        Assert.StartsWith("The development sign-in lets anybody in, and the portal was listening on http://[::]:", refused.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Faults_OfAHalfConfiguredProvider_AreAllSaidAtOnceWithTheirKeys()
    {
        await using var portal = PortalApplication.Create([
            "--environment", "Production", "--Authentication:Authority=http://login.microsoftonline.com/organizations", "--SignIn:Mode=Entra",
            "--Authentication:AllowedTenants:contoso.com:Organization=acme", "--Authentication:Roles:Boss=King", "--Authentication:RoleClaim=",
            "--Proxy:KnownProxies:0=proxy", "--RateLimits:SignInPerMinute=0", "--SessionKeys:Directory=keys"]);

        var keys = PortalStart.Faults(portal.Services).Select(f => f.Split(' ', 2)[0].TrimEnd(':')).Order(StringComparer.Ordinal);

        Assert.Equal(
            ["Authentication:AllowedTenants:contoso.com", "Authentication:Authority", "Authentication:ClientId", "Authentication:ClientSecret", "Authentication:RoleClaim",
                "Authentication:Roles:Boss", "Database:ConnectionString", "Proxy:KnownProxies", "RateLimits:SignInPerMinute", "Secrets:LocalKeyRing", "SessionKeys:CertificatePath", "SessionKeys:Directory"],
            keys);
    }

    [Fact]
    public async Task Faults_OfProductionWithAProvider_LeaveNothingToSayAboutSignIn()
    {
        await using var portal = PortalApplication.Create([
            "--environment", "Production", "--Authentication:Authority=https://login.microsoftonline.com/organizations/v2.0", "--Authentication:ClientId=portal",
            "--Authentication:ClientSecret=s", "--Authentication:AllowedTenants:0f1e2d3c-0000-4000-8000-000000000001:Organization=acme"]);

        Assert.DoesNotContain(PortalStart.Faults(portal.Services), f => f.StartsWith("SignIn", StringComparison.Ordinal) || f.StartsWith("Authentication", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/organizations/v2.0", false, "Entra")]
    [InlineData("https://login.microsoftonline.us/organizations/v2.0", true, "Entra")]
    [InlineData("https://login.microsoftonline.com.evil.example/", false, "OpenId")]
    [InlineData("https://id.example", true, "OpenId")]
    [InlineData("", true, "Development")]
    [InlineData("", false, "")]
    public void Mode_UnlessGiven_FollowsFromTheAuthority(string authority, bool isDevelopment, string expected) => Assert.Equal(expected, SignInOptions.ModeOf(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Authentication:Authority", (string?)authority)]).Build(), isDevelopment));

    private static IEnumerable<string> Check(string environment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        var host = new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = environment };
        return new SignInOptionsCheck(host, configuration).Validate(Options.DefaultName, new SignInOptions { Mode = "Development" }).Failures ?? [];
    }
}
