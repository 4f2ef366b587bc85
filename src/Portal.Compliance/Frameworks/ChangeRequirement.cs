using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>Makes a kind of evidence required by a control, or no longer required, with a reason.</summary>
public sealed class ChangeRequirement(TenantScope scope, TenantDatabase database, Catalog catalog, OrganizationEvents events)
{
    public async Task<Result<Done>> ExecuteAsync(
        string framework, string control, string kind, bool required, string reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageFrameworks);
        if (FrameworkCatalog.Shipped.Find(framework, control) is null)
        {
            return FrameworkProblems.UnknownControl(framework, control);
        }

        // A requirement may outlive the connector that served it, and then has to be removable.
        if (required && !catalog.Connectors.Any(c => c.Manifest.EvidenceKinds.Any(k => k.Kind == kind)))
        {
            return FrameworkProblems.UnknownKind(kind);
        }

        var why = ReasonText.Read(reason);
        if (why.Problem is { } problem)
        {
            return problem;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var inForce = await work.Db.Set<Requirement>()
            .Where(r => r.Framework == framework && r.Control == control && r.EvidenceKind == kind && r.EffectiveTo == null)
            .ToListAsync(cancellationToken);
        if (required == inForce.Count > 0)
        {
            return FrameworkProblems.NothingChanges(required ? $"{control} requires {kind} already." : $"{control} does not require {kind}.");
        }

        if (required)
        {
            RequirementLedger.Begin(work, framework, control, kind, RequirementOrigin.Person, why.Value);
        }

        foreach (var requirement in inForce)
        {
            RequirementLedger.End(work, requirement, why.Value);
        }

        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return default(Done);
    }
}
