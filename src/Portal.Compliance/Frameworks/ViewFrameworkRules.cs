using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>What counts for one framework now: scope and requirements of every control, and what else could be required.</summary>
/// <param name="Kinds">Kinds of evidence that may be required.</param>
/// <param name="Rungs">Requirements that wait for somebody to confirm how their evidence is derived.</param>
public sealed record FrameworkRules(
    string Id, string Name, string Version, DateTimeOffset? AdoptedSince, IReadOnlyList<ControlRules> Controls,
    IReadOnlyList<KindOption> Kinds, IReadOnlyList<RungToConfirm> Rungs);

/// <param name="OutOfScopeReason">Null: in scope.</param>
public sealed record ControlRules(
    string Id, string Title, string? OutOfScopeReason, DateTimeOffset? OutOfScopeSince, IReadOnlyList<RequirementRule> Requirements);

/// <param name="ByPerson">A person made it; otherwise a connector's manifest.</param>
public sealed record RequirementRule(string Kind, string KindTitle, bool ByPerson, string Reason, DateTimeOffset Since);

public sealed record KindOption(string Kind, string Title, string Connector);

/// <param name="Rung">How the newest evidence was derived.</param>
/// <param name="Controls">What would be required from the confirmation on, in this framework.</param>
public sealed record RungToConfirm(string Kind, string KindTitle, string Rung, DateTimeOffset ObservedAt, IReadOnlyList<string> Controls);

/// <inheritdoc cref="FrameworkRules"/>
public sealed class ViewFrameworkRules(TenantScope scope, TenantDatabase database, Catalog catalog)
{
    /// <returns>Null when this build does not ship the framework.</returns>
    public async Task<FrameworkRules?> ExecuteAsync(string framework, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        if (FrameworkCatalog.Shipped.Find(framework) is not { } shipped)
        {
            return null;
        }

        await using var db = database.Open();
        var adoptions = await db.Set<FrameworkAdoption>().Where(a => a.Framework == framework && a.EffectiveTo == null).ToListAsync(cancellationToken);
        var scopes = (await db.Set<ControlScope>().Where(s => s.Framework == framework && s.EffectiveTo == null).ToListAsync(cancellationToken))
            .ToLookup(s => s.Control);
        var requirements = (await db.Set<Requirement>().Where(r => r.Framework == framework && r.EffectiveTo == null).ToListAsync(cancellationToken))
            .ToLookup(r => r.Control);
        var kinds = catalog.Connectors.OrderBy(c => c.Manifest.Name, StringComparer.Ordinal)
            .SelectMany(c => c.Manifest.EvidenceKinds.Select(k => new KindOption(k.Kind, k.Title, c.Manifest.Name))).ToList();
        var titles = kinds.ToDictionary(k => k.Kind, k => k.Title, StringComparer.Ordinal);
        var rungs = new List<RungToConfirm>();
        foreach (var kind in catalog.Connectors.SelectMany(c => c.Manifest.EvidenceKinds))
        {
            if (adoptions.Count > 0 && await RungAsync(db, framework, kind, requirements, cancellationToken) is { } rung)
            {
                rungs.Add(rung);
            }
        }

        return new FrameworkRules(
            framework, shipped.Name, shipped.Version, adoptions.Select(a => (DateTimeOffset?)a.EffectiveFrom).Min(),
            [.. shipped.Controls.Select(c => Rules(c, scopes[c.Id], requirements[c.Id], titles))], kinds, rungs);
    }

    private static ControlRules Rules(
        FrameworkControl control, IEnumerable<ControlScope> scopes, IEnumerable<Requirement> requirements, Dictionary<string, string> titles)
    {
        var scope = scopes.MaxBy(s => s.EffectiveFrom) is { InScope: false } outside ? outside : null;
        return new ControlRules(control.Id, control.Title, scope?.Reason, scope?.EffectiveFrom,
        [
            .. requirements.OrderBy(r => r.EvidenceKind, StringComparer.Ordinal).Select(r => new RequirementRule(
                r.EvidenceKind, titles.GetValueOrDefault(r.EvidenceKind, r.EvidenceKind), r.Origin == RequirementOrigin.Person, r.Reason, r.EffectiveFrom)),
        ]);
    }

    private static async Task<RungToConfirm?> RungAsync(
        PortalDbContext db, string framework, EvidenceKindManifest kind, ILookup<string, Requirement> requirements, CancellationToken cancellationToken)
    {
        var waiting = kind.Controls
            .Where(l => l.Framework == framework && l.Relation == LinkRelation.Primary && l.OnlyForRung is not null)
            .Where(l => !requirements[l.Control].Any(r => r.EvidenceKind == kind.Kind)).ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var newest = await db.Set<EvidenceRecord>().Where(e => e.Kind == kind.Kind && e.Rung != null)
            .OrderByDescending(e => e.FirstObservedAt).Select(e => new { e.Rung, e.FirstObservedAt }).FirstOrDefaultAsync(cancellationToken);
        var controls = waiting.Where(l => l.OnlyForRung == newest?.Rung).Select(l => l.Control).ToList();
        return newest is null || controls.Count == 0 ? null : new RungToConfirm(kind.Kind, kind.Title, newest.Rung!, newest.FirstObservedAt, controls);
    }
}
