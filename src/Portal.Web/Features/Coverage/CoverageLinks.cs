using Portal.Web.Components;
using Portal.Web.Features.Connections;

namespace Portal.Web.Features.Coverage;

/// <summary>Addresses of coverage pages. The instant goes along, so that following a link never leaves the past unnoticed.</summary>
/// <param name="Slug">The organization's name in URLs.</param>
/// <param name="Asked">The instant in the URL; null: now.</param>
public sealed record CoverageLinks(string Slug, DateTimeOffset? Asked)
{
    public const string AsOf = "asOf";

    public ConnectionLinks Connections { get; } = new(Slug);

    public string Dashboard => At(Connections.Dashboard);

    public string Framework(string framework) => At($"{Connections.Dashboard}/frameworks/{Uri.EscapeDataString(framework)}");

    public string Control(string framework, string control) => At(Connections.Control(framework, control));

    public string FrameworkSettings => $"{Connections.Dashboard}/settings/frameworks";

    public string EvidenceOf(string framework, string control) =>
        UrlState.From($"{Connections.Dashboard}/evidence").With("framework", framework).With("control", control).Address;

    private string At(string address) => UrlState.From(address).With(AsOf, Asked).Address;
}
