using Microsoft.AspNetCore.Components;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Web.Components;
using Portal.Web.Features.Connections;

namespace Portal.Web.Features.Connect;

/// <summary>The live checklist of a connection test: one line a check, with the controls it serves; counts, never names.</summary>
public sealed partial class TestChecklist
{
    [Parameter, EditorRequired] public required ConnectorManifest Manifest { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<CheckResult> Checks { get; set; }

    private IReadOnlyList<ChecklistItem> Items => [.. Checks.Select(c => new ChecklistItem(c.Key, c.Title, StateLooks.ChecklistOf(c.State), c.Message))];

    /// <summary>Controls that need this evidence, by framework; the catalogue also names those it merely supports.</summary>
    private List<string> Controls(CheckResult check) =>
    [
        .. (Manifest.EvidenceKinds.FirstOrDefault(k => string.Equals(k.Kind, check.EvidenceKind, StringComparison.Ordinal))?.Controls ?? [])
            .Where(l => l is { Relation: LinkRelation.Primary, OnlyForRung: null })
            .Select(l => $"{FrameworkCatalog.Shipped.Find(l.Framework)?.Name ?? l.Framework} {l.Control}"),
    ];
}
