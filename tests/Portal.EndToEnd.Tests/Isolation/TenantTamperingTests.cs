using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Compliance.Organizations;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Web.Features.Account;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Isolation;

/// <summary>Whoever changes the organization or an id in an address finds what somebody finds who mistyped it: nothing.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed partial class TenantTamperingTests(SharedPortal portal)
{
    private const string Strangers = "wingtip";
    private const string StrangersName = "Wingtip Secret Name";
    private const string NobodyS = "no-such-organization";
    private const string AnyId = "0192f0c1-2345-7abc-8def-0123456789ab";

    private static readonly APIRequestContextOptions AsIs = new() { MaxRedirects = 0 };

    /// <summary>Every page and every download, below an organization.</summary>
    public static TheoryData<string> Everything =>
    [
        .. Routes.Northwind.Select(BelowOrganization), "/connections/{connection}/receipt",
        "/audit-log/export", "/audit-log/export?action=connection.connected", "/evidence/{evidence}/preimage", "/nothing-here",
    ];

    [Theory, MemberData(nameof(Everything))]
    public async Task StrangersOrganization_OnEveryRoute_AnswersAsIfItDidNotExist(string path)
    {
        await MakeStrangersAsync();
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var theirs = await casey.Context.APIRequest.GetAsync($"/o/{Strangers}{WithIds(path)}", AsIs);
        var nobodys = await casey.Context.APIRequest.GetAsync($"/o/{NobodyS}{WithIds(path)}", AsIs);

        Assert.Equal(404, theirs.Status);
        Assert.Equal(404, nobodys.Status);
        Assert.Equal(Comparable(await nobodys.TextAsync(), NobodyS), Comparable(await theirs.TextAsync(), Strangers));
        Assert.DoesNotContain(StrangersName, await theirs.TextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task SignedOut_OnEveryRoute_IsSentToTheSignIn(string path)
    {
        await using var nobody = await Visitor.ComeAsync(portal.Host, persona: null);
        var answer = await nobody.Context.APIRequest.GetAsync($"/o/northwind{WithIds(path)}", AsIs);
        Assert.Equal(302, answer.Status);
        Assert.StartsWith("/?returnUrl=", new Uri(portal.Host.Address, answer.Headers["location"]).PathAndQuery, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AnotherOrganizationsIds_UnderAnOrganizationOfOnesOwn_AreNotFound()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var run = await Routes.ResolveAsync(casey, "/o/fabrikam/connections/{connection}/runs/{run}");
        var connection = run[..run.IndexOf("/runs/", StringComparison.Ordinal)];
        var evidence = await Routes.ResolveAsync(casey, "/o/fabrikam/evidence/{evidence}");
        foreach (var theirs in new[]
        {
            run, connection, $"{connection}?view=runs", $"{connection}?view=settings", $"{connection}/replace-key", $"{connection}/receipt",
            evidence, $"{evidence}?tab=raw", $"{evidence}?tab=verify",
        })
        {
            await casey.GoAsync(theirs.Replace("/o/fabrikam", "/o/northwind", StringComparison.Ordinal));
            await Expect(casey.Page.Locator("main h1")).ToHaveTextAsync("Not found");
            await Expect(casey.Page.Locator("main")).Not.ToContainTextAsync(".bamboohr.com");
        }

        var download = await casey.Context.APIRequest.GetAsync($"{evidence.Replace("/o/fabrikam", "/o/northwind", StringComparison.Ordinal)}/preimage", AsIs);
        Assert.Equal(404, download.Status);
        Assert.Equal(200, (await casey.Context.APIRequest.GetAsync($"{evidence}/preimage", AsIs)).Status);
        casey.AssertQuiet();
    }

    [Fact]
    public async Task SigningOut_WithoutTheAntiforgeryToken_IsRefused()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var forged = await casey.Context.APIRequest.PostAsync("/signout", new() { MaxRedirects = 0, Form = casey.Context.APIRequest.CreateFormData() });
        Assert.Equal(400, forged.Status);
        Assert.Equal(200, (await casey.Context.APIRequest.GetAsync("/o/northwind", AsIs)).Status);
    }

    [Fact]
    public async Task ForeignOrigin_OnAnythingThatChanges_IsRefused()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var elsewhere = new Dictionary<string, string> { ["Origin"] = "https://evil.example" };
        Assert.Equal(403, (await casey.Context.APIRequest.PostAsync("/signout", new() { MaxRedirects = 0, Headers = elsewhere })).Status);
        Assert.Equal(403, (await casey.Context.APIRequest.PostAsync("/_blazor/negotiate?negotiateVersion=1", new() { MaxRedirects = 0, Headers = elsewhere })).Status);
    }

    private static string BelowOrganization(string path) => path["/o/northwind".Length..];

    private static string WithIds(string path) => Placeholder().Replace(path, AnyId);

    /// <summary>The page without what differs from request to request: the address asked for, trace ids and nonces.</summary>
    private static string Comparable(string html, string slug) => PerRequest().Replace(html.Replace(slug, "…", StringComparison.Ordinal), "·");

    private async Task MakeStrangersAsync()
    {
        await using var scope = portal.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CreateOrganization>().ExecuteAsync(
            new NewOrganization(StrangersName, Strangers, "Europe/Oslo"),
            new ExternalIdentity(DevelopmentPersonas.Issuer, "somebody-else", "Somebody Else", "else@portal.example"), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"CfDJ8[\w-]+|[0-9a-f]{32}|[0-9a-f]{16}|nonce=""[^""]*""|[A-Za-z0-9+/=]{40,}")]
    private static partial Regex PerRequest();
}
