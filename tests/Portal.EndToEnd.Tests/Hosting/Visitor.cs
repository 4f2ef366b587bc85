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
    public static Task<Visitor> ComeAsync(PortalHost portal, string? persona, ColorScheme scheme = ColorScheme.Light) =>
        ComeAsync(portal.Address, persona, scheme);

    /// <inheritdoc cref="ComeAsync(PortalHost, string?, ColorScheme)"/>
    public static async Task<Visitor> ComeAsync(Uri portal, string? persona, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = portal.ToString(),
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(Chromium.Patience);
        var page = await context.NewPageAsync();
        var visitor = new Visitor(context, page, portal);
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

    /// <summary>Another page of the same person, watched like the first.</summary>
    public async Task<IPage> OpenAnotherAsync(string path)
    {
        var page = await Context.NewPageAsync();
        Watch(page);
        await page.GotoAsync(path);
        await page.Locator("main h1").First.WaitForAsync();
        return page;
    }

    public void AssertQuiet() => Assert.Empty(_complaints);

    /// <summary>What was complained about since the last time, for a visitor who stays for many pages.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        string[] taken = [.. _complaints];
        _complaints.Clear();
        return taken;
    }

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

    /// <summary>Leaves, and notes what was on the screen last: a test that failed shows it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var page in Context.Pages)
        {
            try
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"--- {page.Url}\n{await page.Locator("body").InnerTextAsync(new() { Timeout = 2_000 })}");
            }
            catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
            {
                // The page had crashed or never loaded; its address would be all there is to say.
            }
        }

        await Context.DisposeAsync();
    }
}
