using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>What must not grow with the data: rows in the page, and the time a browser needs for one large payload.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed class LongListTests(SharedPortal portal)
{
    private const int MostRows = 60;
    private const int Megabyte = 1_048_576;

    [Fact]
    public async Task AuditLog_JumpedToItsEnd_ShowsTheLastRowAndKeepsFewRowsInThePage()
    {
        await using var own = await PortalHost.StartAsync(historyDays: 60);
        await using var audrey = await Visitor.ComeAsync(own, "audrey");
        await audrey.GoAsync("/o/northwind/audit-log");
        var rows = audrey.Page.Locator("main tbody tr.p-data-row");
        await Expect(audrey.Page.Locator("tr[aria-rowindex='2']")).ToBeVisibleAsync();
        var count = int.Parse(await audrey.Page.Locator("main table").GetAttributeAsync("aria-rowcount") ?? "", CultureInfo.InvariantCulture);
        Assert.True(count > 2 * MostRows, $"{count} rows prove nothing.");

        await audrey.Page.Locator(".p-data").EvaluateAsync("e => { e.scrollTop = e.scrollHeight; }");

        await Expect(audrey.Page.Locator($"tr[aria-rowindex='{count}']")).ToBeVisibleAsync();
        Assert.InRange(await rows.CountAsync(), 1, MostRows);
    }

    [Fact]
    public async Task Verify_OfAMegabyte_IsComputedInTheBrowserWithinTwoSeconds()
    {
        await using var audrey = await Visitor.ComeAsync(portal.Host, "audrey");
        var evidence = await Routes.ResolveAsync(audrey, "/o/northwind/evidence/{evidence}");
        // The portal's answer made large on its way, so that no connector has to invent a megabyte; it can no longer match.
        await audrey.Page.RouteAsync("**/preimage", route => route.FulfillAsync(new() { BodyBytes = Encoding.ASCII.GetBytes(new string('x', Megabyte)) }));

        await audrey.GoAsync($"{evidence}?tab=verify");
        await Expect(audrey.Page.Locator("[data-outcome='mismatch']")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await audrey.Page.GetByRole(AriaRole.Button, new() { Name = "Compute again" }).ClickAsync();

        var took = await audrey.Page.EvaluateAsync<double>("""
            async address => (await (await import('/js/fingerprint.js')).recompute(address)).milliseconds
            """, $"{evidence}/preimage");
        Assert.InRange(took, 0, 2_000);
    }
}
