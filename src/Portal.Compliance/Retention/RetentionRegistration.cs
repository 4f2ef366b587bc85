using Microsoft.Extensions.DependencyInjection;

namespace Portal.Compliance.Retention;

public static class RetentionRegistration
{
    /// <summary>How long things are kept, and the one door through which they leave.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services) =>
        services.AddScoped<ViewRetention>().AddScoped<ChangeRetention>().AddScoped<PurgeExpired>().AddScoped<FreezeEvidence>();
}
