using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Keys;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>The slice's one door: connections, their syncs and schedules, and the alerts they raise.</summary>
public static class ConnectionsRegistration
{
    /// <summary>
    /// Needs <c>AddComplianceData</c>, <c>AddConnectors</c>, <c>AddPlatformSecrets</c> with a key provider, a <see cref="TimeProvider"/>, the
    /// product clock and the tenant scope. The scheduler starts with the host, unless <c>Scheduling:Enabled</c> is false.
    /// </summary>
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        AddPages(services);
        AddSync(services, configuration);
        AddSchedule(services, configuration);
        services.AddCheckpoints(configuration);
        services.AddKeys();
        return services;
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddUseCase<BrowseCatalog>().AddUseCase<ViewConnector>();
        services.AddUseCase<ConnectConnector>().AddUseCase<ReplaceCredential>().AddUseCase<ConfigureConnection>();
        services.AddUseCase<ListConnections>().AddUseCase<ViewConnection>().AddUseCase<ConnectionTimeline>();
        services.AddUseCase<ListRuns>().AddUseCase<ViewRun>().AddUseCase<RequestSync>().AddUseCase<CancelRun>().AddUseCase<AcceptNewBaseline>();
        services.AddUseCase<PauseConnection>().AddUseCase<ResumeConnection>();
        services.AddUseCase<PreviewRevocation>().AddUseCase<RevokeConnection>().AddUseCase<ViewRevocation>().AddUseCase<ConfirmVendorKeyDeleted>();
        services.AddUseCase<ListAlerts>().AddUseCase<AcknowledgeAlert>().AddUseCase<SnoozeAlert>().AddUseCase<AssignAlert>().AddUseCase<ActiveBanners>();
        services.AddScoped<AlertAnswer>().AddScoped<ConnectionChange>().AddScoped<ConnectionNotices>();
    }

    private static void AddSync(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<OrganizationEvents>();
        services.TryAddSingleton<RunningSyncs>();
        services.TryAddSingleton<CoverageReader>();
        services.TryAddSingleton<CoverageCounts>();
        services.AddSingleton<IValidateOptions<FaultOptions>>(s => new FaultOptionsCheck(s.GetService<IHostEnvironment>()));
        services.AddOptions<FaultOptions>().Bind(configuration.GetSection(FaultOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(s => s.GetRequiredService<IOptions<FaultOptions>>().Value.Injection());
        services.AddSingleton<IValidateOptions<SyncOptions>, SyncOptionsCheck>();
        services.AddOptions<SyncOptions>().Bind(configuration.GetSection(SyncOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConnectionTestOptions>, ConnectionTestOptionsCheck>();
        services.AddOptions<ConnectionTestOptions>().Bind(configuration.GetSection(ConnectionTestOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<ConnectionTestLimits>();
        services.AddScoped<ClaimRun>().AddScoped<CredentialVault>().AddScoped<CredentialTest>().AddScoped<KeyIntake>().AddScoped<CollectRun>().AddScoped<IngestRun>();
        services.AddScoped<FailRun>().AddScoped<AfterCommit>().AddScoped<StoreConnection>().AddScoped<FinishRevocations>().AddScoped<SyncParts>();
        services.AddScoped<MarkStale>().AddScoped<ReapRuns>();
        services.AddUseCase<SyncConnection>();
    }

    private static void AddSchedule(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddScoped<PurgeExpired>();
        services.AddScoped<ConnectionSchedule>().AddScoped<DueWork>().AddScoped<Sweep>();
        services.AddSingleton<FindTenant>(s => (id, cancellationToken) => FindAsync(s.GetRequiredService<DirectoryDatabase>(), id, cancellationToken));
        services.AddScheduling(configuration, SchedulingStores.Of(configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions()));
        services.AddSingleton<ScheduleGate>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<ScheduleStart>(s));
        services.AddHostedService(s => s.GetRequiredService<ScheduleStart>());
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<LateOrganizations>(s)).AddHostedService(s => s.GetRequiredService<LateOrganizations>());
        services.AddSingleton(s => new CatchUp(
            s.GetRequiredService<TenantScopes>(), s.GetRequiredService<DirectoryDatabase>(), s.GetRequiredService<OrganizationEvents>(),
            s.GetRequiredService<Platform.Time.ProductClock>(), s.GetRequiredService<Microsoft.Extensions.Logging.ILogger<CatchUp>>()));
    }

    private static async Task<Tenant?> FindAsync(DirectoryDatabase directory, Guid organizationId, CancellationToken cancellationToken)
    {
        await using var db = directory.Open();
        var found = await db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == organizationId, cancellationToken);
        return found is null ? null : new Tenant(found.Id, found.Slug, found.Name, TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone));
    }
}
