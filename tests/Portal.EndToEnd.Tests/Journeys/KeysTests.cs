using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Accessibility;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>An admin rotates both keys, reads the receipt and ends the organization; an auditor only looks.</summary>
public sealed class KeysTests
{
    [Fact]
    public async Task Keys_RotatedAndDestroyed_ThroughThePages()
    {
        await using var portal = await PortalHost.StartAsync();
        await using var ada = await Visitor.ComeAsync(portal, "ada");
        var page = ada.Page;
        await ada.GoAsync("/o/northwind/settings/keys");
        await Expect(page.GetByText("Local key ring on this machine (Development only)")).ToBeVisibleAsync();
        await RotateAsync(page, "rotate-key", "Rotate key-encryption key", "Rotate the key-encryption key");
        await RotateAsync(page, "rotate-data-key", "Rotate data key", "Rotate the data key");
        await Expect(page.Locator("tr", new() { HasText = "Destroyed" }).First).ToContainTextAsync("Nothing can be opened with it any more.");
        await PageGate.AssertAsync(ada, "keys, rotated");

        await page.GetByRole(AriaRole.Link, new() { Name = "Rotate the data key" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("From version 1 to version 2");
        await Expect(page.Locator("main")).ToContainTextAsync("key.destroyed");
        await PageGate.AssertAsync(ada, "key receipt");

        await using (var audrey = await Visitor.ComeAsync(portal, "audrey"))
        {
            await audrey.GoAsync("/o/northwind/settings/keys");
            await Expect(audrey.Page.GetByText("Only admins rotate keys or off-board.")).ToBeVisibleAsync();
            await Expect(audrey.Page.Locator("#rotate-key-reason")).ToHaveCountAsync(0);
        }

        await ada.GoAsync("/o/northwind/settings/keys/off-board");
        await Expect(page.GetByText("Data keys: 1")).ToBeVisibleAsync();
        await PageGate.AssertAsync(ada, "off-boarding");
        await page.Locator("#off-board-reason").FillAsync("The contract ended.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Off-board organization" }).ClickAsync();
        await Expect(page.Locator("#off-board-problem")).ToContainTextAsync("The name typed is not this organization's name.");
        await page.Locator("input[type='text']").Last.FillAsync("Northwind Traders");
        await page.GetByRole(AriaRole.Button, new() { Name = "Off-board organization" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/settings/keys/requests/", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("organization.off_boarded");
        await ada.GoAsync("/o/northwind/evidence");
        await Expect(page.Locator("main a[href*='/evidence/']").First).ToBeVisibleAsync();
    }

    private static async Task RotateAsync(IPage page, string form, string action, string row)
    {
        await page.Locator($"#{form}-reason").FillAsync("Once a year.");
        await page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await Expect(page.Locator("tr", new() { HasText = row }).GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }
}
