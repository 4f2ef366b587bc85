namespace Portal.Platform.Authorization;

/// <summary>What a use case asks before it does anything. One table, <see cref="RolePermissions"/>, says who may.</summary>
public enum Permission
{
    /// <summary>Read everything of the organization: coverage, evidence, runs, connections, alerts.</summary>
    Read,
    ReadAuditLog,
    /// <summary>Have the log signed now, rather than tonight.</summary>
    SignCheckpoints,
    /// <summary>Create a connection, replace its key, pause, resume, change its settings, start or cancel a sync.</summary>
    ManageConnections,
    /// <summary>End a connection for good.</summary>
    RevokeConnections,
    /// <summary>Adopt and drop frameworks, scope controls, change requirements.</summary>
    ManageFrameworks,
    /// <summary>Acknowledge, snooze and assign alerts.</summary>
    AnswerAlerts,
    /// <summary>Name, zone, members, retention, keys.</summary>
    ManageOrganization,
}
