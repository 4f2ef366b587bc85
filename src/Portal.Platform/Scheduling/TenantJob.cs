using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Tenancy;
using Quartz;

namespace Portal.Platform.Scheduling;

/// <summary>
/// Work for one organization that a trigger starts. It opens the organization's scope before anything else; its data are two ids and
/// nothing more, so whatever it needs it reads from that organization's rows.
/// </summary>
public abstract class TenantJob(TenantScopes scopes) : IJob
{
    public const string OrganizationKey = "organization";
    public const string SubjectKey = "subject";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var organizationId = Guid.Parse(context.JobDetail.JobDataMap.GetString(OrganizationKey)!);
        var subjectId = Guid.Parse(context.JobDetail.JobDataMap.GetString(SubjectKey)!);
        if (await scopes.OpenAsync(organizationId, "scheduler", cancellationToken).ConfigureAwait(false) is not { } scope)
        {
            // The organization is gone; so is what there was to do.
            await context.Scheduler.DeleteJob(context.JobDetail.Key, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (scope.ConfigureAwait(false))
        {
            try
            {
                await RunAsync(scope.ServiceProvider, subjectId, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The process stops. What was due stands in the rows, and the next start finds it there; no fault of the job's.
            }
        }
    }

    /// <param name="services">The organization's own scope.</param>
    /// <param name="subjectId">What the job is about, e.g. a connection.</param>
    protected abstract Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken);
}
