using System.Text;
using AngleSharp.Dom;
using Bunit;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;
using Portal.Web.Features.Connect;
using Portal.Web.Shell;
using Portal.Web.Tests.Features.Connections;

namespace Portal.Web.Tests.Features.Connect;

public sealed class ConnectPageTests
{
    private const string Module = "./Features/Connect/KeyField.razor.js";

    [Fact]
    public async Task Submit_GoodKey_ConnectsAndOpensTheFirstSync()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var (page, field) = Open(world, ScriptedConnector.GoodKey);

        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();

        var connection = Assert.Single(await world.As(Role.Admin, s => Get<ListConnections>(s).ExecuteAsync()));
        Assert.Equal($"/o/acme/connections/{connection.Id}/runs/{connection.ActiveRunId}", world.Address);
        Assert.Equal(["attach", "look", "look", "read", "clear"], field.Invocations.Select(i => i.Identifier));
    }

    [Fact]
    public async Task Open_WithAConnectionOfItAlready_SaysWhatASecondOneMeans()
    {
        await using var world = await PageWorld.OpenAsync();
        Assert.Empty(OpenPage(world).FindAll(".p-note-info"));

        await world.ConnectAsync();

        Assert.Contains("as good as the worse of the two", OpenPage(world).Find(".p-note-info").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_AnyOutcome_NeverRendersTheKeyAndZeroesWhatTheBrowserHanded()
    {
        await using var world = await PageWorld.OpenAsync();
        const string canary = "canary-9f3c1d7a-key";
        var handed = Encoding.UTF8.GetBytes(canary);
        var field = Field(world);
        field.Setup<byte[]>("read", _ => true).SetResult(handed);
        var page = OpenPage(world);
        var seen = new List<string>();
        page.OnMarkupUpdated += (_, _) => seen.Add(page.Markup);

        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();

        Assert.Equal("KeyRejected", Row(page));
        Assert.Equal(canary, world.Connector.LastCredential);
        Assert.DoesNotContain(seen, markup => markup.Contains("canary", StringComparison.Ordinal));
        Assert.All(handed, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task Submit_RefusedKey_FocusesTheKeyAndWillNotTryItAgain()
    {
        await using var world = await PageWorld.OpenAsync();
        var (page, field) = Open(world, "wrong-key");

        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();
        field.Setup<string>("look", _ => true).SetResult("unchanged");
        await page.Find("form").SubmitAsync();

        Assert.Equal(["connect-key", "connect-key"], world.Focused);
        Assert.Equal("This key was just refused. Paste another one: trying the same key again can lock the account.", page.Find("#connect-key-error").TextContent);
        Assert.Single(field.Invocations["read"]);
    }

    [Theory]
    [InlineData(ConnectorErrorCode.UnknownAccount, "connect-account")]
    [InlineData(ConnectorErrorCode.AddressRefused, "connect-account")]
    [InlineData(ConnectorErrorCode.LockedOut, "connect-key")]
    public async Task Submit_RefusalAboutAField_TakesThePersonThere(ConnectorErrorCode code, string id)
    {
        await using var world = await PageWorld.OpenAsync();
        world.Connector.Test = () => throw ScriptedConnector.Refused(code, 404);
        var (page, _) = Open(world, ScriptedConnector.GoodKey);

        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();

        Assert.Equal([id], world.Focused);
        Assert.NotEqual("", page.Find($"#{id}-error").TextContent);
        Assert.Equal("acme", page.Find("#connect-account").GetAttribute("value"));
    }

    [Fact]
    public async Task Submit_LimitedKey_NeedsTheTickAndThenConnectsWithTheConsentRecorded()
    {
        await using var world = await PageWorld.OpenAsync();
        world.Connector.Test = () => new(
            TestVerdict.Limited, [ScriptedConnector.Check("people", StepState.Warned)], [new("people", false, true, "Allow people.")]);
        var (page, field) = Open(world, ScriptedConnector.GoodKey);
        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();
        Hold(field, ScriptedConnector.GoodKey);

        await Button(page, "Connect with limited evidence").ClickAsync();
        var withoutTick = (page.Find("#consent-error").TextContent, (await world.As(Role.Admin, s => Get<ListConnections>(s).ExecuteAsync())).Count);
        page.Find("input[type=checkbox]").Change(true);
        await Button(page, "Connect with limited evidence").ClickAsync();

        Assert.Equal(("Tick the box to go on with limited evidence.", 0), withoutTick);
        var connection = Assert.Single(await world.As(Role.Admin, s => Get<ListConnections>(s).ExecuteAsync()));
        var detail = await world.As(Role.Admin, s => Get<ViewConnection>(s).ExecuteAsync(connection.Id));
        Assert.NotEmpty(detail!.LimitedConsent);
    }

    [Fact]
    public async Task Submit_RateLimited_CountsDownRetriesOnceByItselfAndThenStops()
    {
        await using var world = await PageWorld.OpenAsync();
        var tests = 0;
        world.Connector.Test = () =>
        {
            tests++;
            throw ScriptedConnector.Refused(ConnectorErrorCode.RateLimited, 429, TimeSpan.FromSeconds(3));
        };
        var (page, field) = Open(world, ScriptedConnector.GoodKey);
        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();
        Hold(field, ScriptedConnector.GoodKey);
        var asked = page.Find("[role=timer]").TextContent;

        for (var second = 0; second < 3; second++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await page.WaitForAssertionAsync(() => Assert.Equal(
            "It was tried again once and is still busy. Try again later; nothing else is wrong.", page.FindAll("[data-row=RateLimited] p")[^1].TextContent));
        Assert.Equal("Trying again by itself, once, in 3 s.", asked);
        Assert.Equal(2, tests);
    }

    [Fact]
    public async Task Submit_AccountConnectedAlready_OffersThatConnectionOrItsKey()
    {
        await using var world = await PageWorld.OpenAsync();
        var existing = await world.ConnectAsync();
        var (page, _) = Open(world, ScriptedConnector.GoodKey);
        page.Find("#connect-account").Change("acme");
        await page.Find("form").SubmitAsync();

        Assert.Equal("Duplicate", Row(page));
        Assert.Equal(
            [$"/o/acme/connections/{existing.ConnectionId}", $"/o/acme/connections/{existing.ConnectionId}/replace-key"],
            page.FindAll("[data-row] a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Submit_NothingPasted_AsksForTheKeyBeforeAnyRequest()
    {
        await using var world = await PageWorld.OpenAsync();
        var field = Field(world);
        field.Setup<string>("look", _ => true).SetResult("empty");
        var page = OpenPage(world);

        await page.Find("form").SubmitAsync();

        Assert.Equal("Paste the key first.", page.Find("#connect-key-error").TextContent);
        Assert.Empty(field.Invocations["read"]);
    }

    [Theory]
    [InlineData(Role.Auditor, ScriptedConnector.Id)]
    [InlineData(Role.Admin, "no-such-connector")]
    public async Task Open_NotAllowedOrUnknown_ShowsNothingButNotFound(Role role, string connector)
    {
        await using var world = await PageWorld.OpenAsync(role);

        var page = OpenPage(world, connector);

        page.FindComponent<NotFoundContent>();
        Assert.Empty(page.FindAll("form"));
    }

    private static (IRenderedComponent<ConnectPage> Page, BunitJSModuleInterop Field) Open(PageWorld world, string key)
    {
        var field = Field(world);
        Hold(field, key);
        return (OpenPage(world), field);
    }

    /// <summary>What the browser hands over at the next attempt; each attempt zeroes the bytes it got.</summary>
    private static void Hold(BunitJSModuleInterop field, string key) => field.Setup<byte[]>("read", _ => true).SetResult(Encoding.UTF8.GetBytes(key));

    private static IRenderedComponent<ConnectPage> OpenPage(PageWorld world, string connector = ScriptedConnector.Id) =>
        world.Open<ConnectPage>($"connect/{connector}", p => p.Add(c => c.Connector, connector));

    private static BunitJSModuleInterop Field(PageWorld world)
    {
        var field = world.JSInterop.SetupModule(Module);
        field.Mode = JSRuntimeMode.Loose;
        field.Setup<string>("look", _ => true).SetResult("changed");
        return field;
    }

    private static string? Row(IRenderedComponent<ConnectPage> page) => page.Find("[data-row]").GetAttribute("data-row");

    private static IElement Button(IRenderedComponent<ConnectPage> page, string text) => page.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private static T Get<T>(IServiceProvider services)
        where T : notnull => (T)services.GetService(typeof(T))!;
}
