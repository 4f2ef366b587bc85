using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Compliance.Coverage;

/// <summary>What somebody should look at, worst first: controls that share state, cause and source share a line.</summary>
internal static class AttentionList
{
    public static IReadOnlyList<AttentionItem> Of(CoverageVerdict verdict, Catalog catalog) =>
    [
        .. verdict.Controls
            .Where(c => c.State is ControlState.Failing or ControlState.Uncovered or ControlState.Degraded)
            .GroupBy(c => (
                c.State, c.Worst?.Kind, Cause: CoverageAttribution.CauseOf(c), AutomatableBy: c.Worst is null ? string.Join(',', c.AutomatableBy) : ""))
            .Select(g => Item(g.Key.State, g.Key.Cause, g.First(), [.. g.Select(c => new ControlRef(c.Framework, c.Control)).Order(InCatalogueOrder)], catalog))
            .OrderBy(i => Urgency(i)).ThenByDescending(i => i.Controls.Count).ThenBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.ConnectionId),
    ];

    private static AttentionItem Item(
        ControlState state, CauseOfState? cause, ControlVerdict example, IReadOnlyList<ControlRef> controls, Catalog catalog)
    {
        var worst = example.Worst;
        return new AttentionItem(
            state, cause?.Cause, cause?.ConnectionId, worst?.Kind, worst is null ? null : catalog.TitleOf(worst.Kind), Since(cause), worst?.Deciding?.AsOf,
            worst?.Result, worst?.Freshness ?? Freshness.NeverCollected, worst?.Deciding?.ReasonCode, worst?.ProvenEmptyBy is { } proof ? catalog.TitleOf(proof) : null,
            [.. example.AutomatableBy.Select(id => new ConnectorName(id, catalog.NameOf(id)))], controls);
    }

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

    private static readonly Comparer<ControlRef> InCatalogueOrder = Comparer<ControlRef>.Create((a, b) => Place(a).CompareTo(Place(b)));

    private static (int Framework, int Control) Place(ControlRef control)
    {
        var frameworks = FrameworkCatalog.Shipped.Frameworks;
        var index = frameworks.TakeWhile(f => f.Id != control.Framework).Count();
        return (index, index < frameworks.Count ? frameworks[index].OrdinalOf(control.Control) : int.MaxValue);
    }
}
