using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>
/// axe over WCAG 2.2 A and AA, asked in the page itself. Its Playwright package opens a second page for every question, for frames of other
/// hosts, which these pages may not have; that took most of the time of looking.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <returns>What is wrong, a line each with up to three places.</returns>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, {
              runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
              resultTypes: ['violations'], iframes: false
            })).violations.map(v => `${v.id}, ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(' ')}`)
            """);
        return [.. found.EnumerateArray().Select(c => c.GetString()!)];
    }
}
