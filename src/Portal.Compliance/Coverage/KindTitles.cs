using Portal.Connectors;

namespace Portal.Compliance.Coverage;

internal static class KindTitles
{
    /// <summary>The manifest's title, or the kind itself when no connector of this build knows it.</summary>
    /// <param name="rung">The rung one piece of evidence was derived on; null for the kind as such.</param>
    public static string TitleOf(this Catalog catalog, string kind, string? rung = null) =>
        catalog.Connectors.SelectMany(c => c.Manifest.EvidenceKinds).FirstOrDefault(k => k.Kind == kind)?.TitleOn(rung) ?? kind;

    public static string NameOf(this Catalog catalog, string connector) => catalog.Find(connector)?.Manifest.Name ?? connector;
}
