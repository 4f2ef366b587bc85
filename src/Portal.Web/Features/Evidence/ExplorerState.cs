using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Web.Components;

namespace Portal.Web.Features.Evidence;

/// <summary>The explorer's filters as its URL holds them: what cannot be understood filters nothing.</summary>
internal static class ExplorerState
{
    public const string Kind = "kind", Connection = "connection", Run = "run", Result = "result", Framework = "framework", Control = "control",
        From = "from", To = "to";

    private static readonly string[] Keys = [Kind, Connection, Run, Result, Framework, Control, From, To];

    public static EvidenceFilter Read(UrlState url, TimeZoneInfo zone) => new(
        url[Kind], Id(url[Connection]), Id(url[Run]), url.Get<EvidenceResult>(Result), url[Framework],
        url[Framework] is null ? null : url[Control],
        url.GetDay(From) is { } from ? ZoneDays.StartOf(from, zone) : null,
        url.GetDay(To) is { } to ? ZoneDays.EndOf(to, zone) : null);

    public static UrlState Without(UrlState url) => Keys.Aggregate(url, (state, key) => state.With(key, (string?)null));

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
