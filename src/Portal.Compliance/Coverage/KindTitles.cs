using Portal.Connectors;

namespace Portal.Compliance.Coverage;

internal static class KindTitles
{
    /// <summary>The manifest's title, or the kind itself when no connector of this build knows it.</summary>
    public static string TitleOf(this Catalog catalog, string kind) => catalog.TitleOf(kind, null);

    /// <summary>As <see cref="TitleOf(Catalog, string)"/>, for one piece of evidence that was derived on a rung.</summary>
    public static string TitleOf(this Catalog catalog, string kind, string? rung) =>
        catalog.Connectors.SelectMany(c => c.Manifest.EvidenceKinds).FirstOrDefault(k => k.Kind == kind)?.TitleOn(rung) ?? kind;

    public static string NameOf(this Catalog catalog, string connector) => catalog.Find(connector)?.Manifest.Name ?? connector;
}
