using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Web.Hosting;

/// <summary>What the portal is for: connectors, connections and their syncs, evidence, frameworks and coverage.</summary>
internal static class ProductHosting
{
    public static void AddPortalProduct(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddConnectors(builder.Configuration, builder.Environment.IsDevelopment());
        services.AddFrameworks();
        services.AddCoverage();
        services.AddConnections(builder.Configuration);
        services.AddEvidence();
    }
}
