using Microsoft.AspNetCore.Http;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Shell;

public sealed class ThemeStateTests
{
    [Theory]
    [InlineData(null, null, ThemeChoice.System, "light")]
    [InlineData(null, "1", ThemeChoice.System, "dark")]
    [InlineData("system", "1", ThemeChoice.System, "dark")]
    [InlineData("light", "1", ThemeChoice.Light, "light")]
    [InlineData("dark", "0", ThemeChoice.Dark, "dark")]
    [InlineData("purple", null, ThemeChoice.System, "light")]
    public void Theme_FromTheCookies_IsTheChoiceAndHowItLookedLast(string? choice, string? dark, ThemeChoice expected, string attribute)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = string.Join("; ", new[] { ("portal.theme", choice), ("portal.dark", dark) }.Where(c => c.Item2 is not null).Select(c => $"{c.Item1}={c.Item2}"));

        var theme = ThemeState.From(context.Request.Cookies);

        Assert.Equal((expected, attribute), (theme.Choice, theme.Attribute));
    }
}
