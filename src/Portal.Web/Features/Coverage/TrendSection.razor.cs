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
        var (first, last, lowest) = (trend.Points[0], trend.Points[^1], trend.Points.MinBy(p => p.Covered)!);
        return Loc["TrendSummary", last.Covered, last.Counted, first.Covered, first.Counted, InstantText.Day(first.At, Tenant.Zone),
            lowest.Covered, InstantText.Day(lowest.At, Tenant.Zone)];
    }

    private string Words(TrendMarker marker) =>
        Loc[$"Event_{marker.Event}", marker.Subject, marker.Cause is { } cause ? Loc[$"Alert_{cause}"].Value : "", marker.Count];
}
