using Microsoft.AspNetCore.Components;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Web.Features.Connections;

namespace Portal.Web.Features.Catalog;

/// <summary>One kind of evidence: what it shows, the controls it links to, and a sample record.</summary>
public sealed partial class EvidenceKindCard
{
    [Parameter, EditorRequired] public required EvidenceKindManifest Kind { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    private static string Name(ControlLink link) => $"{FrameworkCatalog.Shipped.Find(link.Framework)?.Name ?? link.Framework} {link.Control}";
}
