using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>Colours and type. The palette is the one that scored no axe violation; the same values are tokens in <c>wwwroot/css/tokens.css</c>.</summary>
internal static class PortalTheme
{
    private static readonly string[] Sans =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    public static MudTheme Create() => new()
    {
        PaletteLight = Light,
        PaletteDark = Dark,
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "52px", DrawerWidthLeft = "224px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Sans, FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = Sans, FontSize = "1.125rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "-.005em" },
            H3 = new H3Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            H4 = new H4Typography { FontFamily = Sans, FontSize = ".9375rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            H5 = new H5Typography { FontFamily = Sans, FontSize = ".875rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Sans, FontSize = ".875rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Sans, FontSize = ".9375rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Sans, FontSize = ".875rem", FontWeight = "600", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = ".875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Sans, FontSize = ".875rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = ".75rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Overline = new OverlineTypography { FontFamily = Sans, FontSize = ".6875rem", FontWeight = "650", LineHeight = "1.6", LetterSpacing = ".06em", TextTransform = "uppercase" },
        },
    };

    private static PaletteLight Light => new()
    {
        Primary = "#4638B8",
        PrimaryDarken = "#372C93",
        PrimaryContrastText = "#FFFFFF",
        Secondary = "#A3195B",
        SecondaryDarken = "#7E1346",
        SecondaryContrastText = "#FFFFFF",
        Success = "#1B6E3C",
        SuccessDarken = "#14532D",
        SuccessContrastText = "#FFFFFF",
        Info = "#0B5CAD",
        InfoDarken = "#084785",
        InfoContrastText = "#FFFFFF",
        Warning = "#8A4B00",
        WarningDarken = "#6B3A00",
        WarningContrastText = "#FFFFFF",
        Error = "#B3261E",
        ErrorDarken = "#8C1D18",
        ErrorContrastText = "#FFFFFF",
        TextPrimary = "#1C1C24",
        TextSecondary = "#55555F",
        TextDisabled = "#6B6B76",
        ActionDefault = "#55555F",
        ActionDisabled = "#6B6B76",
        AppbarBackground = "#3A2FA0",
        AppbarText = "#FFFFFF",
        Background = "#F6F6F9",
        BackgroundGray = "#EEEEF3",
        Surface = "#FFFFFF",
        DrawerBackground = "#FFFFFF",
        DrawerText = "#1C1C24",
        DrawerIcon = "#55555F",
        Divider = "#DEDEE6",
        LinesDefault = "#DEDEE6",
        LinesInputs = "#7C7C88",
        TableLines = "#E6E6EC",
        TableHover = "#F1F0FA",
        TableStriped = "#F8F8FB",
        HoverOpacity = 0.06,
    };

    private static PaletteDark Dark => new()
    {
        Primary = "#B3A9FF",
        PrimaryDarken = "#C9C2FF",
        PrimaryContrastText = "#14141C",
        Secondary = "#FF9EC7",
        SecondaryDarken = "#FFC0DB",
        SecondaryContrastText = "#14141C",
        Success = "#5FD79A",
        SuccessDarken = "#8BE6B6",
        SuccessContrastText = "#14141C",
        Info = "#79BEFF",
        InfoDarken = "#A3D2FF",
        InfoContrastText = "#14141C",
        Warning = "#FFC266",
        WarningDarken = "#FFD591",
        WarningContrastText = "#14141C",
        Error = "#FF9A94",
        ErrorDarken = "#FFBDB9",
        ErrorContrastText = "#14141C",
        TextPrimary = "#F2F2F7",
        TextSecondary = "#B9B9C6",
        TextDisabled = "#9C9CAB",
        ActionDefault = "#B9B9C6",
        ActionDisabled = "#9C9CAB",
        AppbarBackground = "#1B1B24",
        AppbarText = "#F2F2F7",
        Background = "#16161D",
        BackgroundGray = "#1B1B24",
        Surface = "#1F1F29",
        DrawerBackground = "#1B1B24",
        DrawerText = "#F2F2F7",
        DrawerIcon = "#B9B9C6",
        Divider = "#33333F",
        LinesDefault = "#33333F",
        LinesInputs = "#8A8A99",
        TableLines = "#2C2C38",
        TableHover = "#272733",
        TableStriped = "#22222C",
        HoverOpacity = 0.08,
    };
}
