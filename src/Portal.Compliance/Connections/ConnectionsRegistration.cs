using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Alerts;

namespace Portal.Compliance.Connections;

/// <summary>The slice's one door: connections, their syncs and schedules, and the alerts they raise.</summary>
public static class ConnectionsRegistration
{
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddScoped<BrowseCatalog>().AddScoped<ViewConnector>();
        services.AddScoped<ConnectConnector>().AddScoped<ReplaceCredential>().AddScoped<ConfigureConnection>();
        services.AddScoped<ListConnections>().AddScoped<ViewConnection>().AddScoped<ConnectionTimeline>();
        services.AddScoped<ListRuns>().AddScoped<ViewRun>().AddScoped<RequestSync>().AddScoped<CancelRun>();
        services.AddScoped<PauseConnection>().AddScoped<ResumeConnection>();
        services.AddScoped<PreviewRevocation>().AddScoped<RevokeConnection>().AddScoped<ViewRevocation>().AddScoped<ConfirmVendorKeyDeleted>();
        services.AddScoped<ListAlerts>().AddScoped<AcknowledgeAlert>().AddScoped<SnoozeAlert>().AddScoped<AssignAlert>().AddScoped<ActiveBanners>();
        return services;
    }
}
