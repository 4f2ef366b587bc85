using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Web.Components;

/// <summary>An instant in the organization's zone: absolute first, "how long ago" second and kept current.</summary>
public sealed partial class InstantText : IDisposable
{
    /// <summary>Name of the cascading value that a page about the past gives: the instant it shows.</summary>
    public const string LookedAt = "looked-at";

    private IDisposable? _beat;

    /// <summary>Null shows <see cref="Missing"/>.</summary>
    [Parameter, EditorRequired] public DateTimeOffset? At { get; set; }

    /// <summary>Leaves out the zone's name, not its offset: for rows of a table.</summary>
    [Parameter] public bool Compact { get; set; }

    /// <summary>With seconds, where two instants of one minute stand side by side.</summary>
    [Parameter] public bool Seconds { get; set; }

    /// <summary>The relative part below, for narrow columns.</summary>
    [Parameter] public bool Stacked { get; set; }

    /// <summary>For instants that are long settled, where an age says nothing.</summary>
    [Parameter] public bool AbsoluteOnly { get; set; }

    /// <summary>What to say when there is no instant; "never" when null.</summary>
    [Parameter] public string? Missing { get; set; }

    /// <summary>Where the page shows a past instant: how far away is counted from there, and does not grow.</summary>
    [CascadingParameter(Name = LookedAt)] private DateTimeOffset? Then { get; set; }

    [Inject] private TenantScope Scope { get; set; } = null!;
    [Inject] private ProductClock Clock { get; set; } = null!;
    [Inject] private Ticker Ticker { get; set; } = null!;
    [Inject] private IStringLocalizer<ComponentsText> Loc { get; set; } = null!;

    protected override void OnParametersSet()
    {
        if (_beat is null && At is not null && Then is null && !AbsoluteOnly)
        {
            _beat = Ticker.Watch(() => _ = InvokeAsync(StateHasChanged));
        }
    }

    private string Relative(DateTimeOffset at) => Then is { } then
        ? Platform.Text.InstantText.RelativeTo(at, then)
        : Platform.Text.InstantText.Relative(at, Clock.GetUtcNow());

    private string Absolute(DateTimeOffset at)
    {
        var zone = Scope.Tenant.Zone;
        if (!Compact)
        {
            return Seconds ? Platform.Text.InstantText.Precise(at, zone) : Platform.Text.InstantText.Absolute(at, zone);
        }

        var local = TimeZoneInfo.ConvertTime(at, zone);
        var offset = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString(Seconds ? "d MMM yyyy, HH:mm:ss" : "d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC" + offset;
    }

    public void Dispose() => _beat?.Dispose();
}
