using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests;

/// <summary>Writes the pictures of the README, when <c>PORTAL_SCREENSHOTS</c> names a folder: thirteen months of history, both themes, two widths.</summary>
public sealed class ScreenshotTests
{
    private static readonly (string Name, string Persona, string Path)[] Shots =
    [
        ("sign-in", "", "/"), ("organizations", "ada", "/"), ("dashboard", "casey", "/o/northwind"), ("dashboard-stale", "casey", "/o/fabrikam"),
        ("framework", "casey", "/o/northwind/frameworks/soc2"), ("control", "audrey", "/o/northwind/frameworks/soc2/CC6.2"),
        ("catalogue", "casey", "/o/northwind/catalog"), ("connector", "casey", "/o/northwind/catalog/bamboohr"), ("wizard-key", "casey", "/o/tailspin/connect/bamboohr"),
        ("connections", "ada", "/o/fabrikam/connections"), ("connection", "ada", "/o/northwind/connections/{connection}"),
        ("run", "audrey", "/o/northwind/connections/{connection}/runs/{run}"), ("replace-key", "ada", "/o/northwind/connections/{connection}/replace-key"),
        ("revoke", "ada", "/o/northwind/connections/{connection}/revoke"), ("receipt", "ada", "/o/fabrikam/connections/{revoked}/receipt"),
        ("evidence", "audrey", "/o/northwind/evidence"), ("evidence-summary", "audrey", "/o/northwind/evidence/{evidence}"),
        ("evidence-raw", "audrey", "/o/northwind/evidence/{evidence}?tab=raw"), ("evidence-provenance", "audrey", "/o/northwind/evidence/{evidence}?tab=provenance"),
        ("evidence-verify", "audrey", "/o/northwind/evidence/{evidence}?tab=verify"), ("audit-log", "audrey", "/o/northwind/audit-log"),
        ("alerts", "casey", "/o/fabrikam/alerts"), ("settings", "ada", "/o/northwind/settings"), ("members", "ada", "/o/northwind/settings/members"),
        ("frameworks", "ada", "/o/northwind/settings/frameworks"), ("demo", "ada", "/o/northwind/demo"),
    ];

    [Fact]
    public async Task MainPages_InBothThemes_ArePictured()
    {
        var folder = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Pictures are made on demand: set PORTAL_SCREENSHOTS to a folder.");
        var days = int.Parse(Environment.GetEnvironmentVariable("PORTAL_SCREENSHOT_DAYS") ?? "395", System.Globalization.CultureInfo.InvariantCulture);
        await using var portal = await PortalHost.StartAsync(days);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (name, persona, path) in Shots)
            {
                await using var visitor = await Visitor.ComeAsync(portal, persona.Length == 0 ? null : persona, scheme: scheme);
                try
                {
                    await visitor.GoAsync(await Routes.ResolveAsync(visitor, path));
                }
                catch (Exception missing) when (missing is TimeoutException or PlaywrightException)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {missing.Message.Split('\n')[0]}");
                }

                await ShootAsync(visitor, Path.Combine(folder!, $"{name}-{scheme.ToString().ToLowerInvariant()}.png"));
                if (scheme == ColorScheme.Light)
                {
                    await visitor.Page.SetViewportSizeAsync(320, 800);
                    await ShootAsync(visitor, Path.Combine(folder!, $"{name}-narrow.png"));
                }
            }
        }
    }

    private static Task ShootAsync(Visitor visitor, string file) =>
        visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = false });
}
