using Microsoft.Extensions.Options;
using Portal.Platform.Time;
using Quartz;

namespace Portal.Platform.Scheduling;

/// <summary>
/// One job per subject, grouped by organization, each with named one-shot triggers. Instants come in product time and fire in system time:
/// what the product clock is ahead is taken off. With scheduling off every call does nothing.
/// </summary>
public sealed class TenantTriggers(ISchedulerFactory factory, ProductClock clock, IOptions<SchedulingOptions> options)
{
    /// <summary>Quartz may fire a few milliseconds early; what is due must be due when it looks.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(10);

    private bool _started;

    public bool IsOn => options.Value.Enabled;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsOn)
        {
            var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
            await scheduler.Start(cancellationToken).ConfigureAwait(false);
            _started = true;
        }
    }

    /// <summary>Stops firing, tells running jobs to stop, and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_started)
        {
            _started = false;
            var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the subject's triggers to exactly these; a null instant takes one away. An instant that has passed fires at once.</summary>
    /// <param name="at">Trigger name → product instant.</param>
    public async Task SetAsync<TJob>(
        Guid organizationId, Guid subjectId, IReadOnlyDictionary<string, DateTimeOffset?> at, CancellationToken cancellationToken)
        where TJob : TenantJob
    {
        if (!IsOn)
        {
            return;
        }

        var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
        await EnsureJobAsync<TJob>(scheduler, organizationId, subjectId, cancellationToken).ConfigureAwait(false);
        foreach (var (name, instant) in at)
        {
            var key = Trigger(organizationId, subjectId, name);
            if (instant is { } due)
            {
                var trigger = TriggerBuilder.Create().WithIdentity(key).ForJob(Job(organizationId, subjectId))
                    .StartAt(due - clock.Offset + Slack).Build();
                await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await scheduler.UnscheduleJob(key, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs a job for the subject again and again, in system time. Says so once; a trigger that is there is kept.</summary>
    public async Task EveryAsync<TJob>(Guid organizationId, Guid subjectId, TimeSpan period, CancellationToken cancellationToken)
        where TJob : TenantJob
    {
        if (!IsOn)
        {
            return;
        }

        var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
        await EnsureJobAsync<TJob>(scheduler, organizationId, subjectId, cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create().WithIdentity(Trigger(organizationId, subjectId, "every")).ForJob(Job(organizationId, subjectId))
            .StartAt(TimeProvider.System.GetUtcNow() + period)
            .WithSimpleSchedule(every => every.WithInterval(period).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)).Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the subject's job and all its triggers away.</summary>
    public async Task RemoveAsync(Guid organizationId, Guid subjectId, CancellationToken cancellationToken)
    {
        if (IsOn)
        {
            var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
            await scheduler.DeleteJob(Job(organizationId, subjectId), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>When the subject's trigger fires next, product time; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextAsync(Guid organizationId, Guid subjectId, string name, CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
        var trigger = await scheduler.GetTrigger(Trigger(organizationId, subjectId, name), cancellationToken).ConfigureAwait(false);
        return trigger?.NextFireTimeUtc + clock.Offset - Slack;
    }

    private static async Task EnsureJobAsync<TJob>(IScheduler scheduler, Guid organizationId, Guid subjectId, CancellationToken cancellationToken)
        where TJob : TenantJob
    {
        var key = Job(organizationId, subjectId);
        if (await scheduler.Exists(key, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var job = JobBuilder.Create<TJob>().WithIdentity(key).StoreDurably()
            .UsingJobData(TenantJob.OrganizationKey, organizationId.ToString("D"))
            .UsingJobData(TenantJob.SubjectKey, subjectId.ToString("D"))
            .Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
    }

    private static JobKey Job(Guid organizationId, Guid subjectId) => new(subjectId.ToString("D"), organizationId.ToString("D"));

    private static TriggerKey Trigger(Guid organizationId, Guid subjectId, string name) =>
        new($"{subjectId:D}/{name}", organizationId.ToString("D"));
}
