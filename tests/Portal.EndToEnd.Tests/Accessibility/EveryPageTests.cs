using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>Every route, both themes, wide and narrow: axe finds nothing, nothing leaves the host, the policy is not broken, nothing overflows.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed class EveryPageTests(SharedPortal portal)
{
    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var path in Routes.Northwind)
            {
                pages.Add("ada", path);
            }

            foreach (var path in Routes.Readable)
            {
                pages.Add("audrey", path);
            }

            foreach (var path in new[] { "/o/fabrikam", "/o/fabrikam/alerts", "/o/fabrikam/connections", "/o/tailspin", "/o/tailspin/evidence", "/o/tailspin/connections", "/o/northwind/nothing-here" })
            {
                pages.Add("casey", path);
            }

            return pages;
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Page_InBothThemesAndNarrow_HasNoAxeViolationAndStaysAtHome(string persona, string path)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visitor = await Visitor.ComeAsync(portal.Host, persona, scheme: scheme);
            await visitor.GoAsync(await Routes.ResolveAsync(visitor, path));
            var found = await visitor.Page.RunAxe(new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
            Assert.True(found.Violations.Length == 0, $"{path} ({scheme}): " + JsonSerializer.Serialize(
                found.Violations.Select(v => new { v.Id, v.Help, Nodes = v.Nodes.Select(n => n.Html).Take(3) })));
            visitor.AssertQuiet();

            await visitor.Page.SetViewportSizeAsync(320, 800);
            var overflow = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} ({scheme}) is {overflow} px wider than a 320 px screen.");
        }
    }
}
