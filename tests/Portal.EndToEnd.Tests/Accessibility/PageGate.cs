using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>
/// What every page must pass in every state: axe (WCAG 2.2 A and AA) and a visible focus on everything usable in both themes, no sideways
/// scrolling at 320 px, nothing asked of other hosts and nothing against the content security policy.
/// </summary>
internal static class PageGate
{
    private const int Narrow = 320;

    public static async Task AssertAsync(Visitor visitor, string what)
    {
        var complaints = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var theme = scheme == ColorScheme.Dark ? "dark" : "light";
            await visitor.Page.WaitForFunctionAsync("theme => document.documentElement.dataset.theme === theme", theme);
            // From the top: what is half under the bar because somebody scrolled is no small target.
            await visitor.Page.EvaluateAsync("() => window.scrollTo(0, 0)");
            complaints.AddRange((await Axe.ComplaintsAsync(visitor.Page)).Select(c => $"{theme}: {c}"));
            complaints.AddRange((await FocusRing.ComplaintsAsync(visitor.Page)).Distinct().Select(c => $"{theme}: {c}"));
        }

        complaints.AddRange(visitor.TakeComplaints());
        await visitor.Page.SetViewportSizeAsync(Narrow, 800);
        var overflow = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
        {
            complaints.Add($"{overflow} px wider than a screen of {Narrow} px");
        }

        await visitor.Page.SetViewportSizeAsync(1280, 900);
        Assert.True(complaints.Count == 0, $"{what}:\n{string.Join("\n", complaints)}");
    }
}
