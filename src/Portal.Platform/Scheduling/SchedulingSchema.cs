using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Portal.Platform.Scheduling;

/// <summary>
/// The scheduler's own tables on a server. They hold names and two ids a job, of every organization, because the scheduler works for all;
/// no tenant's data. The identity that runs the portal may not make tables, so this belongs to the migration.
/// </summary>
public static class SchedulingSchema
{
    /// <summary>Makes what is missing; changes and fires nothing.</summary>
    public static async Task CreateAsync(SchedulingStore store, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            // A name of its own: the portal's triggers are none of its business.
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "portal-migration");
            quartz.UsePersistentStore(persistent =>
            {
                SchedulingRegistration.UseDatabase(persistent, store);
                persistent.ProvisionSchema();
                persistent.UseSystemTextJsonSerializer();
            });
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken).ConfigureAwait(false);
        await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
    }
}
