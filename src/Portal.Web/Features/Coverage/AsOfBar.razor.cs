using Microsoft.AspNetCore.Components;
using Portal.Web.Components;

namespace Portal.Web.Features.Coverage;

/// <summary>Chooses the instant. It only changes the URL; the page reads the instant from there.</summary>
public sealed partial class AsOfBar
{
    private string? _text;
    private bool _edited;
    private DateTimeOffset _shown;
    private bool _wasPast;
    private bool _invalid;

    [Parameter, EditorRequired] public DateTimeOffset AsOf { get; set; }

    [Parameter, EditorRequired] public bool IsPast { get; set; }

    protected override void OnParametersSet()
    {
        // "Now" moves on with the clock, but must not take away what somebody is typing.
        if (!_edited || _wasPast != IsPast || (IsPast && _shown != AsOf))
        {
            (_text, _shown, _wasPast, _edited) = (LocalInstant.Write(AsOf, Tenant.Zone), AsOf, IsPast, false);
        }
    }

    private void Edit(ChangeEventArgs typed) => (_text, _edited) = (typed.Value?.ToString(), true);

    private void Show()
    {
        if (!_edited)
        {
            return;
        }

        var asked = LocalInstant.Read(_text, Tenant.Zone);
        _invalid = asked is null;
        if (asked is { } instant)
        {
            // The field knows minutes: the one that is running is now, not a moment of the past.
            var past = instant.AddMinutes(1) <= Clock.GetUtcNow();
            _edited = past;
            Navigation.NavigateTo(UrlState.From(Navigation).With(CoverageLinks.AsOf, past ? instant : (DateTimeOffset?)null).Address);
        }
    }
}
