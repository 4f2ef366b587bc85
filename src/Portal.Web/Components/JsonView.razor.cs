using Microsoft.AspNetCore.Components;

namespace Portal.Web.Components;

/// <summary>JSON as people read it: indented and coloured, made only when somebody opens it.</summary>
public sealed partial class JsonView
{
    private bool _open;
    private string? _shown;
    private MarkupString _pretty;

    [Parameter, EditorRequired] public string Json { get; set; } = "";

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public bool InitiallyOpen { get; set; }

    protected override void OnInitialized() => _open = InitiallyOpen;

    protected override void OnParametersSet() => Show();

    private void Toggle()
    {
        _open = !_open;
        Show();
    }

    private void Show()
    {
        if (_open && _shown != Json)
        {
            (_shown, _pretty) = (Json, new MarkupString(JsonMarkup.Of(Json)));
        }
    }
}
