using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>
/// Whether somebody who uses the keyboard sees where they are: an outline of at least two pixels, at least 3:1 against what it is drawn
/// on, and not cut off by a frame around it.
/// </summary>
internal static class FocusRing
{
    private const string Look = """
        () => {
          if (window.focusRing) return;
          const channels = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const ground = element => {
            for (let e = element; e; e = e.parentElement) {
              const c = channels(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] > .99) return c;
            }
            return [255, 255, 255];
          };
          const name = e => `${e.tagName.toLowerCase()}.${e.className} "${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}"`;
          window.focusRing = element => {
            // A radio drawn as a segment is itself invisible; its label bears the outline.
            const bearer = getComputedStyle(element).opacity === '0' ? element.closest('label') ?? element : element;
            const style = getComputedStyle(bearer);
            const [width, offset] = [parseFloat(style.outlineWidth), parseFloat(style.outlineOffset)];
            if (style.outlineStyle === 'none' || width < 2) return `${name(element)} has no outline`;
            const [a, b] = [light(channels(style.outlineColor)), light(ground(offset < 0 ? bearer : bearer.parentElement))];
            const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (contrast < 3) return `${name(element)} has an outline of ${contrast.toFixed(1)}:1`;
            const box = bearer.getBoundingClientRect(), reach = Math.max(0, width + offset);
            for (let e = bearer.parentElement; e && e !== document.body; e = e.parentElement) {
              if (getComputedStyle(e).overflowX === 'visible') continue;
              const frame = e.getBoundingClientRect();
              if (box.left - reach < frame.left - 1 && e.scrollLeft < 1) return `${name(element)} is cut off by ${name(e)}`;
              if (box.top - reach < frame.top - 1 && e.scrollTop < 1) return `${name(element)} is cut off by ${name(e)}`;
            }
            return null;
          };
        }
        """;

    /// <returns>What is wrong with the outline of whatever has the focus; null when it is fine.</returns>
    public static async Task<string?> ComplaintAsync(IPage page)
    {
        await page.EvaluateAsync(Look);
        return await page.EvaluateAsync<string?>("""
            () => {
              const e = document.activeElement;
              // A heading or the page itself has the focus because the page took the person there, and they cannot use it.
              return !e || e === document.body ? 'nothing has the focus' : e.tabIndex < 0 ? null : focusRing(e);
            }
            """);
    }

    /// <returns>What is wrong with anything that the Tab key can reach on the page.</returns>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(IPage page)
    {
        await page.EvaluateAsync(Look);
        // From here on the browser shows where the focus is, as for somebody who uses the keyboard.
        await page.Keyboard.PressAsync("Tab");
        var found = await page.EvaluateAsync<JsonElement>("""
            () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
              // MudBlazor's focus trap puts empty stops around a dialog that hand the focus on at once.
              .filter(e => !e.matches('div.fixed.pointer-events-none:empty'))
              .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]'))
              .map(e => { e.focus({ preventScroll: true }); return document.activeElement === e ? focusRing(e) : null; })
              .filter(complaint => complaint)
            """);
        return [.. found.EnumerateArray().Select(c => c.GetString()!)];
    }
}
