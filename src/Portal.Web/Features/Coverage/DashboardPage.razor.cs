using Microsoft.AspNetCore.Components;
using Portal.Compliance.Coverage;

namespace Portal.Web.Features.Coverage;

/// <summary>How much of everything adopted is covered, as of the instant in the URL, and what to do about the rest.</summary>
public sealed partial class DashboardPage(ViewCoverage viewCoverage)
{
    private CoverageDashboard? _dashboard;

    [Parameter] public string Org { get; set; } = "";

    /// <summary>Named so that following a link to another instant of the same page loads it.</summary>
    [SupplyParameterFromQuery(Name = CoverageLinks.AsOf)] public string? AsOf { get; set; }

    protected override DateTimeOffset? ChangesAt => _dashboard?.Forecast?.NextChangeAt;

    protected override Task ReloadAsync() => LoadAsync(token => viewCoverage.ExecuteAsync(Asked, token), shown => _dashboard = shown);
}
