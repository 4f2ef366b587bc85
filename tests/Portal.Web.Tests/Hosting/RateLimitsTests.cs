using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

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
}
