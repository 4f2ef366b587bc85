using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail;

namespace Portal.Compliance.Evidence;

public static class EvidenceRegistration
{
    /// <summary>Reading evidence and the audit log, and how long both are kept.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<EvidenceHeadline>();
        return services.AddScoped<SearchEvidence>().AddScoped<ViewEvidence>().AddScoped<ListObservations>().AddScoped<ListPopulation>()
            .AddScoped<SearchAuditLog>().AddScoped<ListAuditLogFilters>().AddScoped<ExportAuditLog>()
            .AddScoped<VerifyAuditLog>().AddRetention();
    }
}
