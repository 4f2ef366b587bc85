using Microsoft.AspNetCore.Components;
using Portal.Web.Components;

namespace Portal.Web.Features.Coverage;

/// <summary>Chooses the instant. It only changes the URL; the page reads the instant from there.</summary>
public sealed partial class AsOfBar
{
    private string? _text;
    private DateTimeOffset _shown;
    private bool _wasPast;
    private bool _invalid;

    [Parameter, EditorRequired] public DateTimeOffset AsOf { get; set; }

    [Parameter, EditorRequired] public bool IsPast { get; set; }

    protected override void OnParametersSet()
    {
        // A reload of "now" must not take away what somebody is typing.
        if (_text is null || _wasPast != IsPast || (IsPast && _shown != AsOf))
        {
            (_text, _shown, _wasPast) = (LocalInstant.Write(AsOf, Tenant.Zone), AsOf, IsPast);
        }
    }

    private void Show()
    {
        var asked = LocalInstant.Read(_text, Tenant.Zone);
        _invalid = asked is null;
        if (asked is { } instant)
        {
            var url = UrlState.From(Navigation).With(CoverageLinks.AsOf, instant < Clock.GetUtcNow() ? instant : (DateTimeOffset?)null);
            Navigation.NavigateTo(url.Address);
        }
    }
}
