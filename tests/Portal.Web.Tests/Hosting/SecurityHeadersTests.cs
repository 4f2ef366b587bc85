using System.Net;
using System.Text.RegularExpressions;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed partial class SecurityHeadersTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/signin")]
    [InlineData("/nowhere")]
    [InlineData("/o/unknown")]
    [InlineData("/health/live")]
    [InlineData("/css/portal.css")]
    [InlineData("/o/acme/settings")]
    public async Task Answer_OfAnyKind_CarriesOnePolicyAndNothingThatWeakensIt(string path)
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        using var answer = await ada.GetAsync(path);

        Assert.Equal([SecurityHeaders.ContentSecurityPolicy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/organizations/new")]
    [InlineData("/o/acme/settings")]
    [InlineData("/nowhere")]
    public async Task Page_HasNoScriptOfItsOwn(string path)
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        using var answer = await ada.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Empty(InlineScript().Matches(html));
        Assert.Empty(Outside().Matches(html));
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Circuit_FromAnotherOrigin_IsRefused(string? origin, HttpStatusCode expected)
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        Assert.Equal(expected, await NegotiateAsync(ada, origin));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(ada, host.BaseAddress.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    public async Task Circuit_ForStrangers_IsRefused()
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAsync(visitor, null));
    }

    private static async Task<HttpStatusCode> NegotiateAsync(HttpClient client, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)|\\son\\w+=\"|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href|action)=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
