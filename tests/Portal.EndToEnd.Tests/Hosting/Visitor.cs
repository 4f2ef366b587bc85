using Microsoft.Playwright;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>
/// Somebody with a browser of their own, signed in as a persona. Notes every request to another host, every violation of the content
/// security policy and every page error; <see cref="AssertQuiet"/> fails the test on any.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    private Visitor(IBrowserContext context, IPage page, Uri portal) => (Context, Page, Portal) = (context, page, portal);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Uri Portal { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    /// <param name="persona">ada, casey or audrey; null stays signed out.</param>
    public static async Task<Visitor> ComeAsync(PortalHost portal, string? persona, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = portal.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        var visitor = new Visitor(context, page, portal.Address);
        visitor.Watch(page);
        if (persona is not null)
        {
            await page.GotoAsync("/");
            await page.Locator($"form:has(input[name=persona][value={persona}]) button").ClickAsync();
            await page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal));
        }

        return visitor;
    }

    /// <summary>Opens a page and waits until its circuit has rendered a heading.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("main h1").First.WaitForAsync();
        await SettleAsync();
    }

    /// <summary>Waits until nothing says it is loading any more.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true], .p-loading-rows')");

    public void AssertQuiet() => Assert.Empty(_complaints);

    private void Watch(IPage page)
    {
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var to) && to.Scheme is "http" or "https" or "ws" or "wss" && to.Authority != Portal.Authority)
            {
                _complaints.Add($"request to {request.Url}");
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add($"page error: {error}");
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
