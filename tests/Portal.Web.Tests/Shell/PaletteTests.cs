using System.Globalization;
using System.Text.RegularExpressions;
using MudBlazor;
using MudBlazor.Utilities;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Shell;

/// <summary>The same colours in MudBlazor's palette and in our own tokens, and every text readable on every ground it stands on.</summary>
public sealed partial class PaletteTests
{
    private static readonly MudTheme Theme = PortalTheme.Create();

    public static TheoryData<string, string> Pairs()
    {
        string[] texts = ["text", "text-soft", "text-faint", "primary", "success", "info", "warning", "error", "secondary"];
        string[] grounds = ["bg", "surface", "hover", "bg-sunken"];
        var pairs = new TheoryData<string, string> { { "on-primary", "primary" }, { "on-primary", "primary-strong" }, { "primary", "selected" }, { "bar-text", "bar" }, { "bar-soft", "bar" } };
        foreach (var text in texts)
        {
            foreach (var ground in grounds)
            {
                pairs.Add(text, ground);
            }
        }

        foreach (var tone in (string[])["success", "info", "warning", "error", "neutral"])
        {
            pairs.Add(tone, $"{tone}-soft");
            pairs.Add("text", $"{tone}-soft");
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_OnItsGround_IsReadableInBothThemes(string text, string ground)
    {
        foreach (var (name, tokens) in new[] { ("light", Tokens(":root {")), ("dark", Tokens(":root[data-theme=\"dark\"] {")) })
        {
            var ratio = Contrast(tokens[text], tokens[ground]);
            Assert.True(ratio >= 4.5, string.Create(CultureInfo.InvariantCulture, $"{text} on {ground} in {name}: {ratio:0.00}"));
        }
    }

    [Fact]
    public void Tokens_AndMudBlazorsPalette_AreTheSameColours()
    {
        AssertSame(Tokens(":root {"), Theme.PaletteLight);
        AssertSame(Tokens(":root[data-theme=\"dark\"] {"), Theme.PaletteDark);
    }

    private static void AssertSame(Dictionary<string, string> tokens, Palette palette)
    {
        (string Token, MudColor Colour)[] pairs =
        [
            ("primary", palette.Primary), ("primary-strong", palette.PrimaryDarken), ("on-primary", palette.PrimaryContrastText), ("secondary", palette.Secondary), ("success", palette.Success),
            ("info", palette.Info), ("warning", palette.Warning), ("error", palette.Error), ("text", palette.TextPrimary), ("text-soft", palette.TextSecondary),
            ("text-faint", palette.TextDisabled), ("bg", palette.Background), ("surface", palette.Surface), ("bar", palette.AppbarBackground), ("side", palette.DrawerBackground), ("line", palette.Divider),
        ];
        Assert.Equal(pairs.Select(p => $"{p.Token} {new MudColor(tokens[p.Token]).ToString(MudColorOutputFormats.Hex)}"), pairs.Select(p => $"{p.Token} {p.Colour.ToString(MudColorOutputFormats.Hex)}"));
    }

    private static Dictionary<string, string> Tokens(string block)
    {
        var css = File.ReadAllText(Path.Combine(SourceTree.Web, "wwwroot", "css", "tokens.css"));
        var start = css.IndexOf(block, StringComparison.Ordinal);
        return Token().Matches(css[start..css.IndexOf('}', start)]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(new MudColor(one)), Luminance(new MudColor(other)));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(MudColor colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--p-([a-z-]+): (#[0-9a-f]{6})")]
    private static partial Regex Token();
}
