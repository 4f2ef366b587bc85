using Microsoft.AspNetCore.Components;
using Portal.Compliance.Coverage;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Features.Frameworks;

/// <summary>One control as of the instant in the URL: what it needs, what there is, where collection had gaps.</summary>
public sealed partial class ControlPage(ViewControl viewControl)
{
    private ControlDetail? _detail;
    private bool _missing;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public string Framework { get; set; } = "";

    [Parameter] public string Control { get; set; } = "";

    [SupplyParameterFromQuery(Name = CoverageLinks.AsOf)] public string? AsOf { get; set; }

    /// <summary>The first instant at which one of the sources gets older than a threshold.</summary>
    protected override DateTimeOffset? ChangesAt => _detail?.Requirements
        .SelectMany(r => r.Verdict.Sources).SelectMany(s => new[] { s.DueAt, s.StaleAt }).Where(at => at > _detail.AsOf).Min()?.AddTicks(1);

    protected override Task ReloadAsync() => LoadAsync(
        token => viewControl.ExecuteAsync(Framework, Control, Asked, cancellationToken: token), detail => (_detail, _missing) = (detail, detail is null));
}
