using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>The connect wizard as somebody uses it with a mouse and a clipboard; counts both.</summary>
internal sealed class Wizard(IPage page)
{
    public int Clicks { get; private set; }

    public int Pastes { get; private set; }

    public ILocator Key => page.Locator("#connect-apiKey");

    public ILocator Subdomain => page.Locator("#connect-subdomain");

    /// <summary>The failure panel, when it shows this row of the table.</summary>
    public ILocator Failure(string row) => page.Locator($"section[data-row='{row}']");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static async Task<Wizard> OpenAsync(Visitor visitor, string organization)
    {
        await visitor.GoAsync($"/o/{organization}/connect/bamboohr");
        return new Wizard(visitor.Page);
    }

    /// <summary>Both steps, up to and including Test and connect.</summary>
    public async Task FillAndTestAsync(string key, string subdomain)
    {
        await ClickAsync(Key);
        await PasteAsync(key);
        await ClickAsync(Button("Continue"));
        // The focus moves to the second step's heading; its one field is the next stop.
        await Expect(page.Locator("#step-2")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(Subdomain).ToBeFocusedAsync();
        await PasteAsync(subdomain);
        await ClickAsync(Button("Test and connect"));
    }

    public async Task ClickAsync(ILocator target)
    {
        await target.ClickAsync();
        Clicks++;
    }

    public Task ArriveAtRunAsync() => page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal));

    private async Task PasteAsync(string text)
    {
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Keyboard.PressAsync("Control+V");
        Pastes++;
    }
}
