namespace Portal.Platform.Authorization;

/// <summary>A person's one role in an organization. Membership rows decide it; identity providers only seed or restrict.</summary>
public enum Role { Auditor, ComplianceManager, Admin }

/// <summary>The only place that says which role may do what.</summary>
public static class RolePermissions
{
    public static bool Allows(this Role role, Permission permission) => permission switch
    {
        Permission.Read or Permission.ReadAuditLog => true,
        Permission.ManageConnections or Permission.ManageFrameworks or Permission.AnswerAlerts or Permission.SignCheckpoints
            => role is Role.ComplianceManager or Role.Admin,
        Permission.RevokeConnections or Permission.ManageOrganization => role is Role.Admin,
        _ => false,
    };
}
