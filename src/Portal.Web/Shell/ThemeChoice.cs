namespace Portal.Web.Shell;

/// <summary>What the person chose; System follows the device.</summary>
public enum ThemeChoice { System, Light, Dark }

/// <summary>The choice and what it looks like now. Handed from the first response to the circuit, so that nothing flashes.</summary>
/// <param name="Dark">What the browser resolved last; for System it may be outdated until the script has run.</param>
public sealed record ThemeState(ThemeChoice Choice, bool Dark)
{
    /// <summary>Cookies written by <c>wwwroot/js/theme.js</c>. A preference, not a secret: scripts may read them.</summary>
    private const string ChoiceCookie = "portal.theme";
    private const string DarkCookie = "portal.dark";

    public static ThemeState From(IRequestCookieCollection cookies)
    {
        var choice = cookies[ChoiceCookie] switch
        {
            "light" => ThemeChoice.Light,
            "dark" => ThemeChoice.Dark,
            _ => ThemeChoice.System,
        };
        return new(choice, choice is ThemeChoice.Dark || (choice is ThemeChoice.System && cookies[DarkCookie] == "1"));
    }

    /// <summary>Value of the <c>data-theme</c> attribute that every style goes by.</summary>
    public string Attribute => Dark ? "dark" : "light";
}
