using System.Text.Json.Nodes;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Requirements that a manifest brings, each with its audit entry.</summary>
internal static class RequirementRows
{
    public static void Add(TenantWork work, ControlLink link, string kind, string reason)
    {
        var requirement = new Requirement
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            Framework = link.Framework,
            Control = link.Control,
            EvidenceKind = kind,
            Origin = RequirementOrigin.Manifest,
            Reason = reason,
            EffectiveFrom = work.Now,
        };
        work.Db.Add(requirement);
        Audit(work, requirement, "added", reason);
    }

    public static void End(TenantWork work, Requirement requirement, string reason)
    {
        requirement.EffectiveTo = work.Now;
        requirement.EndReason = reason;
        Audit(work, requirement, "removed", reason);
    }

    private static void Audit(TenantWork work, Requirement requirement, string change, string reason) =>
        work.Audit(AuditAction.RequirementChanged, "requirement", requirement.Id, new JsonObject
        {
            ["change"] = change,
            ["control"] = requirement.Control,
            ["framework"] = requirement.Framework,
            ["kind"] = requirement.EvidenceKind,
            ["origin"] = requirement.Origin.ToString(),
            ["reason"] = reason,
        });
}
