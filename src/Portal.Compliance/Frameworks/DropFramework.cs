using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>From now on the framework no longer counts. Its past stays: coverage of any earlier instant is unchanged.</summary>
public sealed class DropFramework(TenantScope scope, TenantDatabase database, OrganizationEvents events)
{
    public async Task<Result<Done>> ExecuteAsync(string framework, string reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageFrameworks);
        if (FrameworkCatalog.Shipped.Find(framework) is not { } shipped)
        {
            return FrameworkProblems.UnknownFramework(framework);
        }

        var why = ReasonText.Read(reason);
        if (why.Problem is { } problem)
        {
            return problem;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var adoptions = await work.Db.Set<FrameworkAdoption>()
            .Where(a => a.Framework == framework && a.EffectiveTo == null).ToListAsync(cancellationToken);
        if (adoptions.Count == 0)
        {
            return FrameworkProblems.NotAdopted(shipped.Name);
        }

        foreach (var adoption in adoptions)
        {
            adoption.EffectiveTo = work.Now;
        }

        work.Audit(AuditAction.FrameworkDropped, "framework", framework, new JsonObject { ["name"] = shipped.Name, ["reason"] = why.Value });
        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return default(Done);
    }
}
