using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Simulator;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>What has to be possible without a mouse, and without ever losing sight of where one is.</summary>
public sealed partial class KeyboardTests(SharedPortal portal) : IClassFixture<SharedPortal>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task ConnectAndRevoke_WithoutAMouse(ColorScheme scheme)
    {
        await using var ada = await Visitor.ComeAsync(portal.Host, "ada", scheme);
        var (page, hands) = (ada.Page, new Keyboard(ada.Page));
        await ada.GoAsync("/o/tailspin");

        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Catalogue", Exact = true }));
        await hands.ArriveAsync("Catalogue");
        await hands.EnterAsync(page.Locator("main h2 a", new() { HasTextString = "BambooHR" }));
        await hands.ArriveAsync("BambooHR");
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Connect BambooHR" }).First);
        await hands.ArriveAsync("Connect BambooHR");
        await hands.TypeAsync(page.Locator("#connect-apiKey"), MagicKeys.Good);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#step-2")).ToBeFocusedAsync();
        await hands.TypeAsync(page.Locator("#connect-subdomain"), "acme");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("main h1")).ToContainTextAsync("Sync of BambooHR");
        await Expect(page.GetByText("New record").First).ToBeVisibleAsync();
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = BackTo() }));
        await Expect(page.Locator("main nav.p-tabs")).ToBeVisibleAsync();
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Danger zone" }));
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Revoke connection" }));
        await page.Locator("#revoke-reason").WaitForAsync();
        var name = (await page.Locator("main h1").InnerTextAsync())["Revoke ".Length..];
        await hands.TypeAsync(page.Locator("#revoke-reason"), "The trial is over.");
        await hands.TypeAsync(page.Locator("#revoke-name"), name);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(url => url.EndsWith("/receipt", StringComparison.Ordinal));
        await hands.SpaceAsync(page.GetByRole(AriaRole.Checkbox));
        await hands.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Confirm deletion" }));
        await Expect(page.Locator("main")).ToContainTextAsync("Deletion in BambooHR confirmed");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task FromTheDashboardToAVerifiedFingerprint_WithoutAMouse()
    {
        await using var audrey = await Visitor.ComeAsync(portal.Host, "audrey");
        var (page, hands) = (audrey.Page, new Keyboard(audrey.Page));
        await audrey.GoAsync("/o/northwind");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Skip() })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "SOC 2", Exact = true }));
        await hands.ArriveAsync("SOC 2");
        await hands.EnterAsync(page.Locator("main th a", new() { HasTextString = "CC6.2" }));
        await Expect(page.Locator("main h1")).ToContainTextAsync("CC6.2");
        await hands.EnterAsync(page.Locator("section[aria-labelledby='evidence-heading'] th a").First);
        await page.Locator("main nav.p-tabs").WaitForAsync();
        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Verify", Exact = true }));
        await hands.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Compute again" }));
        await Expect(page.Locator("[data-outcome='match']")).ToBeVisibleAsync();
        audrey.AssertQuiet();
    }

    [Fact]
    public async Task FromTheBannerToAnAcknowledgedAlert_WithoutAMouse()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var (page, hands) = (casey.Page, new Keyboard(casey.Page));
        await casey.GoAsync("/o/fabrikam");

        await hands.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Open alerts" }));
        await hands.ArriveAsync("Alerts");
        var alert = page.Locator("main article").First;
        await hands.EnterAsync(alert.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }));
        await Expect(alert).ToContainTextAsync("by Casey Compliance");
        await hands.EnterAsync(alert.GetByRole(AriaRole.Link, new() { Name = "Audit trail of this alert" }));
        await hands.ArriveAsync("Audit log");
        await Expect(page.Locator("main code", new() { HasTextString = "alert.acknowledged" })).ToBeVisibleAsync();
        casey.AssertQuiet();
    }

    [Fact]
    public async Task MenusThemeAndExport_WithoutAMouse()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var (page, hands) = (casey.Page, new Keyboard(casey.Page));
        await casey.GoAsync("/o/northwind/audit-log");

        await hands.EnterAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = Account() }));
        await hands.GoToAsync(page.GetByRole(AriaRole.Radio, new() { Name = "System" }));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Account() })).ToBeFocusedAsync();

        var export = page.GetByRole(AriaRole.Link, new() { NameRegex = Export() }).First;
        await hands.GoToAsync(export);
        var saved = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Contains("audit-log", saved.SuggestedFilename, StringComparison.Ordinal);
        casey.AssertQuiet();
    }

    [GeneratedRegex("^Back to ")]
    private static partial Regex BackTo();

    [GeneratedRegex("^Skip to ")]
    private static partial Regex Skip();

    [GeneratedRegex("account and appearance", RegexOptions.IgnoreCase)]
    private static partial Regex Account();

    [GeneratedRegex("Export|CSV", RegexOptions.IgnoreCase)]
    private static partial Regex Export();
}
