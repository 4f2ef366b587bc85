using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Platform;

/// <summary>Every table the platform owns, for the one context that includes them.</summary>
internal static class PlatformModel
{
    public static void Configure(ModelBuilder model)
    {
        AuditLogModel.Configure(model);
        SecretsModel.Configure(model);
    }
}
