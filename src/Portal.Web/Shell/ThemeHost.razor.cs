using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>MudBlazor's half of the theme. The browser decides what is dark; this follows, from the first render on.</summary>
public sealed partial class ThemeHost : IAsyncDisposable
{
    private static readonly MudTheme Theme = PortalTheme.Create();

    private readonly DotNetObjectReference<ThemeHost> _self;
    private bool _dark;
    private bool _watched;

    public ThemeHost() => _self = DotNetObjectReference.Create(this);

    [CascadingParameter(Name = "InitialTheme")] public ThemeState Initial { get; set; } = new(ThemeChoice.System, Dark: false);

    [Inject] private IJSRuntime Script { get; set; } = null!;
    [Inject] private ThemeSwitch Switch { get; set; } = null!;

    protected override void OnInitialized()
    {
        _dark = Initial.Dark;
        Switch.Start(Initial.Choice);
        Switch.Changed += Show;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _watched = true;
            Show(await Script.InvokeAsync<bool>("portal.theme.watch", _self));
        }
    }

    [JSInvokable]
    public void OnDarkChanged(bool dark) => Show(dark);

    private void Show(bool dark)
    {
        if (dark != _dark)
        {
            _dark = dark;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Switch.Changed -= Show;
        try
        {
            if (_watched)
            {
                await Script.InvokeVoidAsync("portal.theme.unwatch", _self);
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its watchers with it.
        }

        _self.Dispose();
    }
}
