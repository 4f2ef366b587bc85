namespace Portal.Web.Shell;

/// <summary>The theme within one circuit: the menu changes it, the theme host shows it.</summary>
public sealed class ThemeSwitch(BrowserPage browser)
{
    /// <summary>Says whether the page is dark now.</summary>
    internal event Action<bool>? Changed;

    public ThemeChoice Choice { get; private set; }

    internal void Start(ThemeChoice choice) => Choice = choice;

    public async Task ChooseAsync(ThemeChoice choice)
    {
        Choice = choice;
        Changed?.Invoke(await browser.SetThemeAsync(choice));
    }
}
