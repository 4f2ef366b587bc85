using Portal.Web.Shell;

namespace Portal.Web.Features.AuditLog;

internal static class AuditLogFeature
{
    /// <summary>The banner that says that the log cannot be signed.</summary>
    public static IServiceCollection AddAuditLogFeature(this IServiceCollection services) =>
        services.Configure<ShellSlots>(slots => slots.AddBanner<LogTroubleBanner>());
}
