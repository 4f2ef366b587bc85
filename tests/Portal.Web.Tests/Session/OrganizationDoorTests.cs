using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Session;

public sealed class OrganizationDoorTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string SignIns =
        "SELECT e.ActorName || ' ' || e.SubjectType FROM AuditEntries e JOIN Organizations o ON o.Id = e.OrganizationId WHERE o.Slug = 'acme' AND e.Action = 'signin.succeeded' ORDER BY e.Sequence";

    [Theory]
    [InlineData("/o/globex")]
    [InlineData("/o/globex/settings")]
    [InlineData("/o/GLOBEX/settings")]
    [InlineData("/o/globex/evidence/0195a000-0000-7000-8000-000000000001")]
    [InlineData("/o/globex/nothing.csv")]
    [InlineData("/o/%67lobex/settings")]
    public async Task Path_OfAForeignOrganization_LooksLikeOneThatDoesNotExist(string path)
    {
        var host = shared.Host;
        using var casey = await host.SignInAsync(DevelopmentPersonas.Casey);

        using var foreign = await casey.GetAsync(path);
        using var unknown = await casey.GetAsync(path.Replace("lobex", "iobex", StringComparison.OrdinalIgnoreCase));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, unknown.StatusCode));
        Assert.Equal(Words(await unknown.Content.ReadAsStringAsync()), Words(await foreign.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Path_OfMyOrganization_Opens()
    {
        var host = shared.Host;
        using var audrey = await host.SignInAsync(DevelopmentPersonas.Audrey);

        using var page = await audrey.GetAsync("/o/acme/settings");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Path_ForAStranger_LeadsToTheSignInAndBack()
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        using var page = await visitor.GetAsync("/o/acme/settings?x=1");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/?returnUrl=%2Fo%2Facme%2Fsettings%3Fx%3D1", page.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Entering_IsAuditedOnceASessionInEachOrganization()
    {
        await using var host = await PortalHost.StartAsync();
        await host.CreateOrganizationAsync("acme", DevelopmentPersonas.Casey);
        await host.CreateOrganizationAsync("globex");
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        using var casey = await host.SignInAsync(DevelopmentPersonas.Casey);
        using var adaAgain = await host.SignInAsync(DevelopmentPersonas.Ada);

        foreach (var visit in new[] { ada, ada, casey, adaAgain, ada })
        {
            (await visit.GetAsync("/o/acme/settings")).Dispose();
        }

        Assert.Equal(["Ada Admin session", "Casey Compliance session", "Ada Admin session"], host.Rows(SignIns));
    }

    [Fact]
    public async Task Entering_WhenManyTabsOpenAtOnce_IsAuditedOnce()
    {
        await using var host = await PortalHost.StartAsync();
        await host.CreateOrganizationAsync("acme");
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ada.GetAsync("/o/acme/settings")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(["Ada Admin session"], host.Rows(SignIns));
    }

    /// <summary>What a person could tell apart: without tokens and trace ids.</summary>
    private static string Words(string html)
    {
        var body = html[html.IndexOf("<main", StringComparison.Ordinal)..];
        return body[..body.IndexOf("</main>", StringComparison.Ordinal)];
    }
}
