using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Compliance.Coverage;

/// <summary>What somebody should look at, worst first: controls that share state, cause and source share a line.</summary>
internal static class AttentionList
{
    private static readonly Comparer<ControlRef> InCatalogueOrder = Comparer<ControlRef>.Create((a, b) => Place(a).CompareTo(Place(b)));

    /// <param name="derived">On which rungs evidence is derived now.</param>
    public static IReadOnlyList<AttentionItem> Of(CoverageVerdict verdict, Catalog catalog, DerivedRungs derived) =>
    [
        .. verdict.Controls
            .Where(c => c.State is ControlState.Failing or ControlState.Uncovered or ControlState.Degraded)
            .Select(c => (Control: c, Cause: CoverageAttribution.CauseOf(c), Servers: catalog.ServersOf(c, derived)))
            .GroupBy(c => (c.Control.State, c.Cause, Kind: IsAboutTheSource(c.Cause) ? null : c.Control.Worst?.Kind, Servers: string.Join(',', c.Servers)))
            .Select(g => Item(g.Key.State, g.Key.Cause, [.. g.Select(c => c.Control)], g.First().Servers, catalog))
            .OrderBy(Urgency).ThenByDescending(i => i.Controls.Count).ThenBy(i => i.Controls[0], InCatalogueOrder),
    ];

    /// <summary>Connectors whose manifest could serve a control of which nothing is required yet.</summary>
    public static IReadOnlyList<ConnectorName> ServersOf(this Catalog catalog, ControlVerdict control, DerivedRungs derived) =>
    [
        .. from connector in control.AutomatableBy.Select(catalog.Find)
           where connector is not null
           let best = ManifestRequirements.Primary(connector.Manifest)
               .Where(p => p.Link.Framework == control.Framework && p.Link.Control == control.Control)
               .OrderBy(p => p.Link.OnlyForRung is not null).ThenByDescending(p => derived.Holds(p.Kind.Kind, p.Link.OnlyForRung)).First()
           let rung = best.Link.OnlyForRung
           select new ConnectorName(connector.Manifest.Id, connector.Manifest.Name, rung, derived.Holds(best.Kind.Kind, rung)),
    ];

    private static AttentionItem Item(
        ControlState state, CauseOfState? cause, IReadOnlyList<ControlVerdict> controls, IReadOnlyList<ConnectorName> servers, Catalog catalog)
    {
        var worst = controls[0].Worst;
        return new AttentionItem(
            state, cause?.Cause, cause?.ConnectionId,
            [.. controls.Select(c => c.Worst?.Kind).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(k => catalog.TitleOf(k))],
            Since(cause), worst?.Deciding?.AsOf, worst?.Result, worst?.Freshness ?? Freshness.NeverCollected, worst?.Deciding?.ReasonCode,
            worst?.ProvenEmptyBy is { } proof ? catalog.TitleOf(proof) : null, servers,
            [.. controls.Select(c => new ControlRef(c.Framework, c.Control)).Order(InCatalogueOrder)]);
    }

    /// <summary>A silent source is one cause, however many kinds it leaves behind; results are told apart by kind.</summary>
    private static bool IsAboutTheSource(CauseOfState? cause) =>
        cause is { Cause: ChangeCause.SourceStale or ChangeCause.SourceRevoked } or { Cause: ChangeCause.NotCollected, ConnectionId: not null };

    /// <summary>Results are dated by their newest observation instead: when they turned is a question for the control's history.</summary>
    private static DateTimeOffset? Since(CauseOfState? cause) =>
        cause is { Cause: ChangeCause.SourceStale or ChangeCause.SourceRevoked } dated ? dated.Since : null;

    /// <summary>Failing, then lost, then weakened; what was never set up comes last.</summary>
    private static int Urgency(AttentionItem item) => item switch
    {
        { State: ControlState.Failing } => 0,
        { Cause: null } => 4,
        { ProvenEmptyBy: not null } => 3,
        { State: ControlState.Uncovered } => 1,
        _ => 2,
    };

    private static (int Framework, int Control) Place(ControlRef control)
    {
        var frameworks = FrameworkCatalog.Shipped.Frameworks;
        var index = frameworks.TakeWhile(f => f.Id != control.Framework).Count();
        return (index, index < frameworks.Count ? frameworks[index].OrdinalOf(control.Control) : int.MaxValue);
    }
}
