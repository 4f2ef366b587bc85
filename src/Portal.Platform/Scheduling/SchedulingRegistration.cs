using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Platform.Tenancy;
using Quartz;

namespace Portal.Platform.Scheduling;

public static class SchedulingRegistration
{
    /// <summary>
    /// Quartz over a persistent store, not yet started: <see cref="TenantTriggers.StartAsync"/> does that. The host gives the product
    /// clock and <see cref="FindTenant"/>.
    /// </summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration configuration, SchedulingStore store)
    {
        var options = configuration.GetSection(SchedulingOptions.Section).Get<SchedulingOptions>() ?? new SchedulingOptions();
        services.AddOptions<SchedulingOptions>().Bind(configuration.GetSection(SchedulingOptions.Section))
            .Validate(o => o.Threads is >= 2 and <= 64, "Scheduling:Threads must be between 2 and 64. With one, a long sync would hold up a stale deadline.")
            .ValidateOnStart();
        services.TryAddSingleton<TenantScopes>();
        services.TryAddSingleton<TenantTriggers>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "portal";
                scheduler.GenerateInstanceId = store.Engine != SchedulingEngine.Sqlite;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(Math.Max(2, options.Threads));
            quartz.UsePersistentStore(persistent => Use(persistent, store));
        });
        return services;
    }

    internal static void UseDatabase(IPersistentStoreBuilder persistent, SchedulingStore store)
    {
        switch (store.Engine)
        {
            case SchedulingEngine.Sqlite:
                persistent.UseSqlite(store.Factory, store.ConnectionString);
                break;
            case SchedulingEngine.SqlServer:
                persistent.UseSqlServer(store.Factory, store.ConnectionString);
                break;
            case SchedulingEngine.PostgreSql:
                persistent.UsePostgres(store.Factory, store.ConnectionString);
                break;
        }
    }

    private static void Use(IPersistentStoreBuilder persistent, SchedulingStore store)
    {
        UseDatabase(persistent, store);
        if (store.Engine == SchedulingEngine.Sqlite)
        {
            persistent.ProvisionSchema();
        }
        else
        {
            // The migration made the tables; here they are only looked at.
            persistent.UseClustering();
        }

        persistent.UseSystemTextJsonSerializer();
        persistent.ConfigureStore(ado =>
        {
            // Two ids a job: readable in the store, and nothing else can creep in.
            ado.StoreJobDataAsStrings = true;
            // They must not keep a process alive that wants to end.
            ado.UseBackgroundThreads = true;
        });
    }
}
