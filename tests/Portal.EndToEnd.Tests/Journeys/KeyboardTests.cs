using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Simulator;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>Connect and revoke without ever touching a mouse: Tab, Enter, Space and typing.</summary>
public sealed class KeyboardTests
{
    private const int MostTabs = 120;

    [Fact]
    public async Task ConnectAndRevoke_ByKeyboardAlone_Work()
    {
        await using var portal = await PortalHost.StartAsync();
        await using var ada = await Visitor.ComeAsync(portal, "ada");
        var page = ada.Page;
        await ada.GoAsync("/o/tailspin/catalog/bamboohr");
        await TabToAsync(page, "section.call a.p-button-primary");
        await page.Keyboard.PressAsync("Enter");

        var wizard = new Wizard(page);
        await Expect(wizard.Key).ToBeVisibleAsync();
        await TabToAsync(page, "#connect-apiKey");
        await page.Keyboard.TypeAsync(MagicKeys.Good);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#step-2")).ToBeFocusedAsync();
        await TabToAsync(page, "#connect-subdomain");
        await page.Keyboard.TypeAsync("acme");
        await TabToAsync(page, "form button[type='submit'].p-button-primary");
        await page.Keyboard.PressAsync("Enter");
        await wizard.ArriveAtRunAsync();
        await Expect(page.GetByText("New record").First).ToBeVisibleAsync();

        await ada.GoAsync(new Uri(page.Url).AbsolutePath.Split("/runs/")[0]);
        await TabToAsync(page, "nav.p-tabs a[href$='view=danger']");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main a.p-button-danger")).ToBeVisibleAsync();
        await TabToAsync(page, "main a.p-button-danger");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#revoke-reason")).ToBeVisibleAsync();
        await TabToAsync(page, "#revoke-reason");
        await page.Keyboard.TypeAsync("By keyboard.");
        await TabToAsync(page, "#revoke-name");
        await page.Keyboard.TypeAsync("BambooHR");
        await TabToAsync(page, "button.p-button-danger");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.EndsWith("/receipt", StringComparison.Ordinal));
        await Expect(page.Locator("main h1")).ToHaveTextAsync("Revocation receipt");
        await TabToAsync(page, "main input[type='checkbox']");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "main button.p-button-primary");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("Deletion in BambooHR confirmed");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task SkipLink_IsTheFirstStop_AndLeadsToTheContent()
    {
        await using var portal = await PortalHost.StartAsync(historyDays: 3);
        await using var casey = await Visitor.ComeAsync(portal, "casey");
        await casey.GoAsync("/o/northwind");
        await casey.Page.EvaluateAsync("() => { document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); }");
        await TabToAsync(casey.Page, "a[href*='#']");
        await Expect(casey.Page.Locator(":focus")).ToHaveTextAsync("Skip to content");
        await casey.Page.Keyboard.PressAsync("Enter");
        Assert.True(await casey.Page.EvaluateAsync<bool>("() => document.activeElement?.closest('main') !== null"));
    }

    /// <summary>Presses Tab until the target has the focus; fails when it cannot be reached or its focus cannot be seen.</summary>
    private static async Task TabToAsync(IPage page, string target)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("target => document.activeElement?.matches(target) === true", target))
            {
                Assert.True(
                    await page.EvaluateAsync<bool>("() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"),
                    $"The focus on {target} cannot be seen.");
                return;
            }
        }

        Assert.Fail($"{target} cannot be reached with {MostTabs} Tabs.");
    }
}
