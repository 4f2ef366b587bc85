using Microsoft.AspNetCore.Components;
using Portal.Platform.Text;

namespace Portal.Web.Components;

/// <summary>Which phrase a duration becomes: "3 d 2 h", "2 days", "every 2 days".</summary>
public enum DurationForm { Elapsed, Amount, Cadence }

/// <summary>A duration as people read it. Durations are data; nobody writes the phrase by hand.</summary>
public sealed partial class DurationText
{
    [Parameter, EditorRequired] public TimeSpan Value { get; set; }

    [Parameter] public DurationForm Form { get; set; } = DurationForm.Elapsed;

    private string Text => Form switch
    {
        DurationForm.Elapsed => Durations.Elapsed(Value),
        DurationForm.Amount => Durations.Amount(Value),
        DurationForm.Cadence => Durations.Cadence(Value),
    };
}
