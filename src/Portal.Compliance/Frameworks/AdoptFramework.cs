using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Connectors;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>From now on the organization works towards a framework; what its connectors serve is required from the same instant.</summary>
public sealed class AdoptFramework(TenantScope scope, TenantDatabase database, Catalog catalog, OrganizationEvents events)
{
    public async Task<Result<Done>> ExecuteAsync(string framework, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageFrameworks);
        if (FrameworkCatalog.Shipped.Find(framework) is not { } shipped)
        {
            return FrameworkProblems.UnknownFramework(framework);
        }

        await using var work = await database.BeginAsync(cancellationToken);
        if (await work.Db.Set<FrameworkAdoption>().AnyAsync(a => a.Framework == framework && a.EffectiveTo == null, cancellationToken))
        {
            return FrameworkProblems.AlreadyAdopted(shipped.Name);
        }

        work.Db.Add(new FrameworkAdoption
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            Framework = framework,
            EffectiveFrom = work.Now,
        });
        work.Audit(AuditAction.FrameworkAdopted, "framework", framework, new JsonObject { ["name"] = shipped.Name, ["version"] = shipped.Version });
        var connectors = await work.Db.Set<Connection>().Select(c => c.Connector).Distinct().ToListAsync(cancellationToken);
        foreach (var connector in catalog.Connectors.Where(c => connectors.Contains(c.Manifest.Id)))
        {
            await ManifestRequirements.EnsureAsync(work, connector.Manifest, [framework], cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return default(Done);
    }
}
