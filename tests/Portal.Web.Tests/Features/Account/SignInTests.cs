using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Features.Account;

public sealed class SignInTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string Log = "SELECT Action || ' ' || coalesce(json_extract(Detail, '$.subject'), json_extract(Detail, '$.reason'), '') FROM InstallationLog WHERE Action LIKE 'signin.%' ORDER BY rowid";

    [Fact]
    public async Task SignIn_AsAPersona_SetsAGuardedCookieAndIsWrittenDown()
    {
        await using var host = await PortalHost.StartAsync();
        using var visitor = host.Visitor();

        using var answer = await PortalHost.PostAsync(visitor, "/", "/signin/development", ("persona", "ada"));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("portal.session=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.Equal(["signin.succeeded ada"], host.Rows(Log));
    }

    [Fact]
    public async Task SignIn_WithOneOrganization_OpensIt()
    {
        await using var host = await PortalHost.StartAsync();
        await host.CreateOrganizationAsync("acme");
        using var visitor = host.Visitor();

        using var answer = await PortalHost.PostAsync(visitor, "/", "/signin/development", ("persona", "ada"));

        Assert.Equal("/o/acme", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/o/acme/evidence?kind=x", "/o/acme/evidence?kind=x")]
    [InlineData("//evil.example/o/acme", "/")]
    [InlineData("/%2fevil.example", "/")]
    public async Task SignIn_WithAReturnAddress_StaysOnThisHost(string wanted, string expected)
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        using var answer = await PortalHost.PostAsync(visitor, "/", "/signin/development", ("persona", "ada"), ("returnUrl", wanted));

        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task SignIn_AsNobodyKnown_IsRefusedAndWrittenDown()
    {
        await using var host = await PortalHost.StartAsync();
        using var visitor = host.Visitor();

        using var answer = await PortalHost.PostAsync(visitor, "/", "/signin/development", ("persona", "mallory"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["signin.refused unknown_persona"], host.Rows(Log));
    }

    [Fact]
    public async Task SignIn_WithoutAnAntiforgeryToken_IsRefused()
    {
        await using var host = await PortalHost.StartAsync();
        using var visitor = host.Visitor();

        using var answer = await visitor.PostAsync("/signin/development", new FormUrlEncodedContent([KeyValuePair.Create("persona", "ada")]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(host.Rows(Log));
    }

    [Fact]
    public async Task SignOut_ByLink_DoesNothing()
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        using var answer = await ada.GetAsync("/signout");
        using var after = await ada.GetAsync("/o/acme/settings");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (answer.StatusCode, after.StatusCode));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task SignOut_EndsCopiesOfTheCookieToo()
    {
        await using var host = await PortalHost.StartAsync();
        await host.CreateOrganizationAsync("acme");
        using var ada = await PortalHost.SignInAsync(DevelopmentPersonas.Ada, host.Visitor(out var cookies));
        using var copy = host.Visitor(out var stolen);
        stolen.Add(host.BaseAddress, new Cookie("portal.session", cookies.GetCookies(host.BaseAddress)["portal.session"]!.Value));
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/o/acme/settings")).StatusCode);

        using var answer = await PortalHost.PostAsync(ada, "/", "/signout");
        using var after = await copy.GetAsync("/o/acme/settings");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal((HttpStatusCode.Redirect, "/?returnUrl=%2Fo%2Facme%2Fsettings"), (after.StatusCode, after.Headers.Location!.PathAndQuery));
        Assert.Equal(["signin.succeeded ada", "signin.ended "], host.Rows(Log));
    }
}
