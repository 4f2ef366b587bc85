using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Compliance.Connections;

/// <summary>Controls in scope, of adopted frameworks, and the evidence each of them requires at one instant.</summary>
internal sealed class ControlsServed
{
    private readonly Catalog _catalog;
    private readonly IReadOnlyList<(string Framework, string Control, string Kind)> _required;

    private ControlsServed(Catalog catalog, IReadOnlyList<(string Framework, string Control, string Kind)> required) =>
        (_catalog, _required) = (catalog, required);

    public static async Task<ControlsServed> ReadAsync(PortalDbContext db, Catalog catalog, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var required = await (
            from requirement in db.Set<Requirement>()
            where requirement.EffectiveFrom <= now && (requirement.EffectiveTo == null || requirement.EffectiveTo > now)
                && db.Set<FrameworkAdoption>().Any(a => a.Framework == requirement.Framework
                    && a.EffectiveFrom <= now && (a.EffectiveTo == null || a.EffectiveTo > now))
                && !db.Set<ControlScope>().Any(s => s.Framework == requirement.Framework && s.Control == requirement.Control && !s.InScope
                    && s.EffectiveFrom <= now && (s.EffectiveTo == null || s.EffectiveTo > now))
            select new { requirement.Framework, requirement.Control, requirement.EvidenceKind }).ToListAsync(cancellationToken);
        return new ControlsServed(catalog, [.. required.Select(r => (r.Framework, r.Control, r.EvidenceKind))]);
    }

    /// <returns>How many controls require something that this connector collects.</returns>
    public int ByConnector(string connector) =>
        _catalog.Find(connector) is { Manifest: var manifest } ? ByKinds([.. manifest.EvidenceKinds.Select(k => k.Kind)]) : 0;

    /// <returns>How many controls require one of these kinds.</returns>
    public int ByKinds(IReadOnlyCollection<string> kinds) =>
        _required.Where(r => kinds.Contains(r.Kind)).Select(r => (r.Framework, r.Control)).Distinct().Count();
}
