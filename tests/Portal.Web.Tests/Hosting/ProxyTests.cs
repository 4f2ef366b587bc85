using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;

namespace Portal.Web.Tests.Hosting;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("--Proxy:KnownProxies:0=127.0.0.1", "https%3A%2F%2Fportal.example%2Fsignin%2Fcallback")]
    [InlineData("--Proxy:KnownProxies:0=10.0.0.1", "http%3A%2F%2F127.0.0.1")]
    [InlineData("--Proxy:KnownNetworks:0=127.0.0.0/8", "https%3A%2F%2Fportal.example%2Fsignin%2Fcallback")]
    public async Task ForwardedHeaders_AreBelievedFromNamedProxiesOnly(string proxy, string expected)
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var host = await PortalHost.StartAsync(null, [.. provider.Arguments, "--AllowedHosts=*", proxy]);
        using var visitor = host.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Host", "portal.example");

        using var challenge = await visitor.GetAsync("/signin/provider");

        Assert.Equal(HttpStatusCode.Redirect, challenge.StatusCode);
        Assert.Contains($"redirect_uri={expected}", challenge.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
