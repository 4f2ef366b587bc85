using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.EndToEnd.Tests.Journeys;
using Portal.Simulator;

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
        ("frameworks", "ada", "/o/northwind/settings/frameworks"), ("retention", "ada", "/o/northwind/settings/retention"),
        ("keys", "ada", "/o/northwind/settings/keys"), ("off-board", "ada", "/o/northwind/settings/keys/off-board"),
        ("checkpoints", "audrey", "/o/northwind/audit-log/checkpoints"), ("demo", "ada", "/o/northwind/demo"),
        ("sign-in-failed", "", "/signin/failed?reason=wrong_tenant&trace=0123456789abcdef0123456789abcdef"),
    ];

    /// <summary>States that no address leads to.</summary>
    private static readonly (string Name, Func<Visitor, Task> ReachAsync)[] States =
    [
        ("wizard-subdomain", async casey =>
        {
            var wizard = await Wizard.OpenAsync(casey, "tailspin");
            await wizard.Key.FillAsync(MagicKeys.Good);
            await wizard.ClickAsync(wizard.Button("Continue"));
            await wizard.Subdomain.FillAsync("acme");
        }),
        ("wizard-failure", async casey =>
        {
            var wizard = await Wizard.OpenAsync(casey, "tailspin");
            await wizard.FillAndTestAsync(MagicKeys.All.Single(k => k.Name == "key or subdomain").Key, "acme");
            await wizard.Failure("KeyOrAccount").WaitForAsync();
        }),
    ];

    [Fact(Explicit = true)]
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

                await ShootAsync(visitor, folder!, name, scheme);
            }

            foreach (var (name, reachAsync) in States)
            {
                await using var casey = await Visitor.ComeAsync(portal, "casey", scheme: scheme);
                await reachAsync(casey);
                await ShootAsync(casey, folder!, name, scheme);
            }
        }
    }

    private static async Task ShootAsync(Visitor visitor, string folder, string name, ColorScheme scheme)
    {
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{scheme.ToString().ToLowerInvariant()}.png") });
        if (scheme == ColorScheme.Light)
        {
            await visitor.Page.SetViewportSizeAsync(320, 800);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-narrow.png") });
        }
    }
}
