using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>Somebody who has a keyboard and nothing else. Wherever Tab takes them, they must see where they are.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MostStops = 80;

    /// <summary>Presses Tab until the target has the focus, as a person would; every stop on the way has to be visible.</summary>
    public async Task GoToAsync(ILocator target, string key = "Tab")
    {
        await target.WaitForAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await HasFocusAsync(target))
            {
                return;
            }

            await page.Keyboard.PressAsync(key);
            var complaint = await FocusRing.ComplaintAsync(page);
            Assert.True(complaint is null or "nothing has the focus", $"{page.Url}: {complaint}");
        }

        Assert.Fail($"{page.Url}: {MostStops} presses of {key} did not reach {target}.");
    }

    public async Task EnterAsync(ILocator target)
    {
        await GoToAsync(target);
        await page.Keyboard.PressAsync("Enter");
    }

    public async Task TypeAsync(ILocator target, string text)
    {
        await GoToAsync(target);
        await page.Keyboard.InsertTextAsync(text);
    }

    public async Task SpaceAsync(ILocator target)
    {
        await GoToAsync(target);
        await page.Keyboard.PressAsync("Space");
    }

    /// <summary>Waits for the page with this heading.</summary>
    public async Task ArriveAsync(string heading)
    {
        await Expect(page.Locator("main h1")).ToHaveTextAsync(heading);
        await page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true], .p-loading-rows')");
    }

    private static Task<bool> HasFocusAsync(ILocator target) => target.EvaluateAsync<bool>("e => e === document.activeElement");
}
