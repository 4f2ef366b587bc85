using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Compliance.Coverage.Reading;

namespace Portal.Compliance.Coverage;

/// <summary>The slice's one door. Needs the data and framework slices and the connectors' catalogue.</summary>
public static class CoverageRegistration
{
    public static IServiceCollection AddCoverage(this IServiceCollection services)
    {
        services.TryAddSingleton<CoverageReader>();
        services.TryAddSingleton<CoverageCounts>();
        services.AddScoped<ViewCoverage>().AddScoped<ViewCoverageTrend>().AddScoped<ViewFramework>().AddScoped<ViewControl>();
        return services;
    }
}
