using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>Takes a control out of scope, or back in, with a reason that an auditor will read.</summary>
public sealed class ScopeControl(TenantScope scope, TenantDatabase database, OrganizationEvents events)
{
    public async Task<Result<Done>> ExecuteAsync(
        string framework, string control, bool inScope, string reason, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageFrameworks);
        if (FrameworkCatalog.Shipped.Find(framework, control) is null)
        {
            return FrameworkProblems.UnknownControl(framework, control);
        }

        var why = ReasonText.Read(reason);
        if (why.Problem is { } problem)
        {
            return problem;
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var inForce = await work.Db.Set<ControlScope>()
            .Where(s => s.Framework == framework && s.Control == control && s.EffectiveTo == null).ToListAsync(cancellationToken);
        var isInScope = inForce.MaxBy(s => s.EffectiveFrom)?.InScope ?? true;
        if (isInScope == inScope)
        {
            return FrameworkProblems.NothingChanges(inScope ? $"{control} is in scope already." : $"{control} is out of scope already.");
        }

        foreach (var earlier in inForce)
        {
            earlier.EffectiveTo = work.Now;
        }

        work.Db.Add(new ControlScope
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            Framework = framework,
            Control = control,
            InScope = inScope,
            Reason = why.Value,
            EffectiveFrom = work.Now,
        });
        work.Audit(AuditAction.ControlScoped, "control", $"{framework}/{control}", new JsonObject { ["inScope"] = inScope, ["reason"] = why.Value });
        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return default(Done);
    }
}
