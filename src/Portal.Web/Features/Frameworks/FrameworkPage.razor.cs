using Microsoft.AspNetCore.Components;
using Portal.Compliance.Coverage;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Features.Frameworks;

/// <summary>Every control of a framework and its state, as of the instant in the URL.</summary>
public sealed partial class FrameworkPage(ViewFramework viewFramework)
{
    private FrameworkCoverage? _coverage;
    private bool _missing;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public string Framework { get; set; } = "";

    [SupplyParameterFromQuery(Name = CoverageLinks.AsOf)] public string? AsOf { get; set; }

    protected override Task ReloadAsync() => LoadAsync(
        token => viewFramework.ExecuteAsync(Framework, Asked, token), coverage => (_coverage, _missing) = (coverage, coverage is null));
}
