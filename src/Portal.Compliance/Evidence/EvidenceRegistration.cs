using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Trail;
using Portal.Compliance.Trail.Checkpoints;

namespace Portal.Compliance.Evidence;

public static class EvidenceRegistration
{
    /// <summary>Reading evidence and the audit log.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<EvidenceHeadline>();
        return services.AddScoped<SearchEvidence>().AddScoped<ViewEvidence>().AddScoped<ListObservations>().AddScoped<ListPopulation>()
            .AddScoped<SearchAuditLog>().AddScoped<ListAuditLogFilters>().AddScoped<ExportAuditLog>()
            .AddUseCase<VerifyAuditLog>().AddScoped<CheckpointAudit>();
    }
}
