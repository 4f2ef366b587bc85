using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;

namespace Portal.Web.Shell;

/// <summary>The frame of every page of an organization: bar, navigation, banners, and a boundary that keeps one page's failure in that page.</summary>
public sealed partial class MainLayout : IDisposable
{
    private PortalErrorBoundary? _boundary;

    [Inject] private IStringLocalizer<ShellText> Loc { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private BrowserPage Browser { get; set; } = null!;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        Browser.HasNavigated = true;
        _boundary?.Recover();
    }

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;
}
