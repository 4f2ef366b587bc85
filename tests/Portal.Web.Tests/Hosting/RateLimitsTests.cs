using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class RateLimitsTests
{
    [Fact]
    public async Task Request_BeyondTheLimit_IsToldWhenToComeBack_AndOtherPagesStayOpen()
    {
        await using var host = await PortalHost.StartAsync(null, "--RateLimits:SignInPerMinute=3", "--RateLimits:DownloadsPerMinute=1");
        await host.CreateOrganizationAsync("acme");
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        using var stranger = host.Visitor();

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/invitations/nonsense")).StatusCode);
        using var refused = await stranger.GetAsync("/invitations/nonsense");
        using var first = await ada.GetAsync("/o/acme/audit-log/export");
        using var second = await ada.GetAsync("/o/acme/audit-log/export");

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (refused.StatusCode, first.StatusCode, second.StatusCode));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many attempts", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/o/acme")).StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void Network_OfAnAddress_IsWhatOnePartyHas(string address, string network) =>
        Assert.Equal(network, RateLimits.Network(IPAddress.Parse(address)));
}
