using System.Text.Json.Nodes;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Frameworks;

/// <summary>The only place that begins and ends requirements: each change carries its instant, its reason and an audit entry.</summary>
internal static class RequirementLedger
{
    public static void Begin(TenantWork work, string framework, string control, string kind, RequirementOrigin origin, string reason)
    {
        work.Db.Add(new Requirement
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            Framework = framework,
            Control = control,
            EvidenceKind = kind,
            Origin = origin,
            Reason = reason,
            EffectiveFrom = work.Now,
        });
        Audit(work, framework, control, kind, origin, reason, required: true);
    }

    public static void End(TenantWork work, Requirement requirement, string reason)
    {
        requirement.EffectiveTo = work.Now;
        requirement.EndReason = reason;
        Audit(work, requirement.Framework, requirement.Control, requirement.EvidenceKind, requirement.Origin, reason, required: false);
    }

    private static void Audit(
        TenantWork work, string framework, string control, string kind, RequirementOrigin origin, string reason, bool required) =>
        work.Audit(AuditAction.RequirementChanged, "control", $"{framework}/{control}", new JsonObject
        {
            ["evidenceKind"] = kind,
            ["required"] = required,
            ["origin"] = origin.ToString(),
            ["reason"] = reason,
        });
}
