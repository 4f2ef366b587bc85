namespace Portal.Web.Features.AuditLog;

/// <summary>Texts of the audit log page.</summary>
public sealed class AuditLogText;
