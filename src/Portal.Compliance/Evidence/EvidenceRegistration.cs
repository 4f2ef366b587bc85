using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Trail;

namespace Portal.Compliance.Evidence;

public static class EvidenceRegistration
{
    /// <summary>Reading evidence and the audit log.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<EvidenceHeadline>();
        return services.AddUseCase<SearchEvidence>().AddUseCase<ViewEvidence>().AddUseCase<ListObservations>().AddUseCase<ListPopulation>()
            .AddUseCase<SearchAuditLog>().AddUseCase<VerifyAuditLog>();
    }
}
