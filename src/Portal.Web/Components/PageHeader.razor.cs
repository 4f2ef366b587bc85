using Microsoft.AspNetCore.Components;
using Portal.Platform.Tenancy;
using Portal.Web.Shell;

namespace Portal.Web.Components;

/// <summary>Heads a page. After a move within the portal the heading takes focus, so that a screen reader says where one is now.</summary>
public sealed partial class PageHeader
{
    private ElementReference _heading;

    [Parameter, EditorRequired] public string Title { get; set; } = "";

    [Parameter] public string? Subtitle { get; set; }

    /// <summary>Above the title: a link back to the list.</summary>
    [Parameter] public RenderFragment? Above { get; set; }

    /// <summary>Below the title: chips, facts.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter] public RenderFragment? Actions { get; set; }

    [Inject] private TenantScope Scope { get; set; } = null!;
    [Inject] private BrowserPage Browser { get; set; } = null!;

    private string? Context => Scope.IsSet ? Scope.Tenant.Name : null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Browser.HasNavigated)
        {
            await _heading.FocusAsync(preventScroll: false);
        }
    }
}
