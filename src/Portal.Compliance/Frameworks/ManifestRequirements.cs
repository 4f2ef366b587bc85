using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Frameworks;

/// <summary>
/// Turns a manifest's primary links into requirements: at the first connection of its connector, and for a framework adopted later.
/// Links that hold only on one rung wait until somebody confirms the rung (<see cref="ConfirmRung"/>).
/// </summary>
internal static class ManifestRequirements
{
    /// <summary>For everything adopted now. Safe to call again: what was required once, or was removed by a person, stays as it is.</summary>
    public static async Task EnsureAsync(TenantWork work, ConnectorManifest manifest, CancellationToken cancellationToken)
    {
        var adopted = await work.Db.Set<FrameworkAdoption>().Where(a => a.EffectiveTo == null)
            .Select(a => a.Framework).Distinct().ToListAsync(cancellationToken);
        await EnsureAsync(work, manifest, adopted, cancellationToken);
    }

    public static async Task EnsureAsync(
        TenantWork work, ConnectorManifest manifest, IReadOnlyCollection<string> frameworks, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(work, manifest, cancellationToken);
        foreach (var (kind, link) in Primary(manifest))
        {
            if (link.OnlyForRung is null && frameworks.Contains(link.Framework) && !known.Contains((link.Framework, link.Control, kind.Kind)))
            {
                RequirementLedger.Begin(
                    work, link.Framework, link.Control, kind.Kind, RequirementOrigin.Manifest,
                    $"{manifest.Name} is connected, and its manifest names this evidence as primary for the control.");
            }
        }
    }

    internal static IEnumerable<(EvidenceKindManifest Kind, ControlLink Link)> Primary(ConnectorManifest manifest) =>
        from kind in manifest.EvidenceKinds
        from link in kind.Controls
        where link.Relation == LinkRelation.Primary
        select (kind, link);

    private static async Task<HashSet<(string Framework, string Control, string Kind)>> KnownAsync(
        TenantWork work, ConnectorManifest manifest, CancellationToken cancellationToken)
    {
        var kinds = manifest.EvidenceKinds.Select(k => k.Kind).ToList();
        var rows = await work.Db.Set<Requirement>().Where(r => kinds.Contains(r.EvidenceKind))
            .Select(r => new { r.Framework, r.Control, r.EvidenceKind }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Framework, r.Control, r.EvidenceKind))];
    }
}
