using Portal.Compliance.Evidence;

namespace Portal.Web.Features.Evidence;

internal static class EvidenceFeature
{
    /// <summary>Explorer, evidence page and what they read; also what the audit log page reads.</summary>
    public static IServiceCollection AddEvidenceFeature(this IServiceCollection services) => services.AddEvidence();

    public static void MapEvidenceFeature(this IEndpointRouteBuilder routes) => PreimageDownload.Map(routes);
}
