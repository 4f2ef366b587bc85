using Microsoft.JSInterop;

namespace Portal.Web.Shell;

/// <summary>The few things only the browser can do. Scripts are in <c>wwwroot/js</c>; nothing is evaluated from strings.</summary>
public sealed class BrowserPage(IJSRuntime script)
{
    /// <summary>True once the person moved to another page in this circuit: from then on headings take focus.</summary>
    public bool HasNavigated { get; internal set; }

    /// <returns>Whether the page is dark now.</returns>
    public ValueTask<bool> SetThemeAsync(ThemeChoice choice, CancellationToken cancellationToken = default) =>
        script.InvokeAsync<bool>("portal.theme.set", cancellationToken, choice switch
        {
            ThemeChoice.System => "system",
            ThemeChoice.Light => "light",
            ThemeChoice.Dark => "dark",
        });

    /// <returns>Whether it reached the clipboard.</returns>
    public ValueTask<bool> CopyAsync(string text, CancellationToken cancellationToken = default) =>
        script.InvokeAsync<bool>("portal.copy", cancellationToken, text);

    /// <summary>Moves focus to the element with this id, if there is one, and brings it into view.</summary>
    public ValueTask FocusAsync(string id, CancellationToken cancellationToken = default) =>
        script.InvokeVoidAsync("portal.focus", cancellationToken, id);

    /// <summary>Keeps what was typed for this page's next visit in this tab, across a sign-in. It stays in the browser, out of addresses and logs.</summary>
    public ValueTask KeepDraftAsync(string name, string text, CancellationToken cancellationToken = default) =>
        script.InvokeVoidAsync("portal.keepDraft", cancellationToken, name, text);

    /// <returns>What was kept, once; null when there is nothing.</returns>
    public ValueTask<string?> TakeDraftAsync(string name, CancellationToken cancellationToken = default) =>
        script.InvokeAsync<string?>("portal.takeDraft", cancellationToken, name);
}
