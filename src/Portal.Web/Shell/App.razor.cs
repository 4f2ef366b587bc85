using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Portal.Web.Shell;

/// <summary>The document. Pages under an organization are interactive without prerendering; the rest stays plain HTML without any circuit.</summary>
public sealed partial class App
{
    private static readonly IComponentRenderMode Interactive = new InteractiveServerRenderMode(prerender: false);

    private ThemeState _theme = new(ThemeChoice.System, Dark: false);

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() ? Interactive : null;

    protected override void OnInitialized() => _theme = ThemeState.From(Context.Request.Cookies);
}
