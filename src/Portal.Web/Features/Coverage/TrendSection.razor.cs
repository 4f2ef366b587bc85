using Microsoft.AspNetCore.Components;
using Portal.Compliance.Coverage;
using Portal.Platform.Text;

namespace Portal.Web.Features.Coverage;

/// <summary>Coverage over the last 90 days, with what happened. Loads apart from the dashboard, which does not wait for it.</summary>
public sealed partial class TrendSection(ViewCoverageTrend viewTrend)
{
    private const int Shown = 12;
    private readonly int _days = ViewCoverageTrend.DefaultDays;
    private CoverageTrend? _trend;
    private DateTimeOffset? _loadedFor;

    /// <summary>The instant in the URL; null: now.</summary>
    [Parameter, EditorRequired] public DateTimeOffset? AsOf { get; set; }

    protected override Task OnParametersSetAsync() => _trend is not null && _loadedFor == AsOf ? Task.CompletedTask : ReloadAsync();

    protected override Task ReloadAsync() => LoadAsync(
        token => viewTrend.ExecuteAsync(AsOf, _days, token), trend => (_trend, _loadedFor) = (trend, AsOf));

    private string Summary(CoverageTrend trend)
    {
        var (first, last) = (trend.Points[0], trend.Points[^1]);
        var ends = Loc["TrendSummary", last.Covered, last.Counted, first.Covered, first.Counted, DayOf(first)].Value;
        // Before anything was adopted there was nothing to cover: that is not the worst day.
        return trend.Points.Where(p => p.Counted > 0).MinBy(p => p.Covered) is { } lowest
            ? $"{ends} {Loc["TrendFewest", lowest.Covered, lowest.Counted, DayOf(lowest)]}"
            : ends;
    }

    /// <summary>The day that ends there: its end is the next day's first instant.</summary>
    private string DayOf(TrendPoint point) => InstantText.Day(point.At.AddTicks(-1), Tenant.Zone);

    private string Words(TrendMarker marker) =>
        Loc[$"Event_{marker.Event}", marker.Subject, marker.Cause is { } cause ? Loc[$"Alert_{cause}"].Value : "", marker.Count];
}
