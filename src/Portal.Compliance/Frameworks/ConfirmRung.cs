using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>
/// Somebody confirms that evidence derived on this rung is how the organization wants the controls evidenced that only this rung
/// serves. They are required from now on; those that only another rung serves are no longer. No run does this by itself.
/// </summary>
public sealed class ConfirmRung(TenantScope scope, TenantDatabase database, Catalog catalog, OrganizationEvents events)
{
    public async Task<Result<Done>> ExecuteAsync(string kind, string rung, string reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageFrameworks);
        var links = catalog.Connectors.SelectMany(c => c.Manifest.EvidenceKinds).FirstOrDefault(k => k.Kind == kind)?.Controls
            .Where(l => l.Relation == LinkRelation.Primary && l.OnlyForRung is not null).ToList();
        if (links is null)
        {
            return FrameworkProblems.UnknownKind(kind);
        }

        var why = ReasonText.Read(reason);
        if (why.Problem is { } problem)
        {
            return problem;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var adopted = await work.Db.Set<FrameworkAdoption>().Where(a => a.EffectiveTo == null).Select(a => a.Framework).ToListAsync(cancellationToken);
        var inForce = await work.Db.Set<Requirement>().Where(r => r.EvidenceKind == kind && r.EffectiveTo == null).ToListAsync(cancellationToken);
        var changed = false;
        foreach (var link in links)
        {
            var requirements = inForce.Where(r => r.Framework == link.Framework && r.Control == link.Control).ToList();
            if (link.OnlyForRung == rung && requirements.Count == 0 && adopted.Contains(link.Framework))
            {
                RequirementLedger.Begin(work, link.Framework, link.Control, kind, RequirementOrigin.Manifest, why.Value);
                changed = true;
            }

            // What a person required by hand is theirs to end.
            foreach (var other in requirements.Where(r => link.OnlyForRung != rung && r.Origin == RequirementOrigin.Manifest))
            {
                RequirementLedger.End(work, other, why.Value);
                changed = true;
            }
        }

        if (!changed)
        {
            return FrameworkProblems.NothingChanges($"Nothing depends on how {kind} is derived.");
        }

        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return default(Done);
    }
}
