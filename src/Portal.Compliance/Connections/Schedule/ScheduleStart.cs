using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Keys;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>
/// At start: closes what a dead process left running, starts the scheduler and sets every trigger anew from the rows. It runs beside the
/// host's start, so the first page does not wait for it.
/// </summary>
internal sealed partial class ScheduleStart(
    TenantScopes scopes, DirectoryDatabase directory, TenantTriggers triggers, DatabaseProvider provider, ScheduleGate gate, ILogger<ScheduleStart> log)
    : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    private readonly HashSet<Guid> _planned = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's own thread at once.
        await Task.Yield();
        await gate.Opened.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartOnceAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // The pages still work and say what is due; a portal that collects nothing must be loud about it.
                NotStarted(failed, Again.TotalSeconds);
            }

            await Task.Delay(Again, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        await ForEachAsync(services => RecoverAsync(services, cancellationToken), cancellationToken);
        await triggers.StartAsync(cancellationToken);
        await PlanNewAsync(cancellationToken);
    }

    /// <summary>Sets every trigger of the organizations that this process has not planned yet. Doing it twice, on two machines, changes nothing.</summary>
    public async Task PlanNewAsync(CancellationToken cancellationToken)
    {
        foreach (var id in (await CatchUp.OrganizationsAsync(directory, cancellationToken)).Where(id => !_planned.Contains(id)))
        {
            if (await scopes.OpenAsync(id, "start", cancellationToken) is { } scope)
            {
                await using (scope)
                {
                    await scope.ServiceProvider.GetRequiredService<AfterCommit>().PlanEverythingAsync(cancellationToken);
                    await scope.ServiceProvider.GetRequiredService<KeyWakes>().WakeIfOpenAsync(cancellationToken);
                }
            }

            _planned.Add(id);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await triggers.StopAsync(cancellationToken);
    }

    /// <summary>What a crash left behind, put right. SQLite belongs to one process: a lease of another one is a dead one's.</summary>
    private async Task RecoverAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var closed = await services.GetRequiredService<ReapRuns>().ExecuteAsync(provider.Engine == DatabaseEngine.Sqlite, cancellationToken);
        if (closed > 0)
        {
            Closed(closed, services.GetRequiredService<TenantScope>().Tenant.Slug);
        }

        await services.GetRequiredService<FinishRevocations>().ExecuteAsync(cancellationToken);
    }

    private async Task ForEachAsync(Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        foreach (var id in await CatchUp.OrganizationsAsync(directory, cancellationToken))
        {
            if (await scopes.OpenAsync(id, "start", cancellationToken) is { } scope)
            {
                await using (scope)
                {
                    await work(scope.ServiceProvider);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} run(s) of {Organization} had been left running by a process that died; they were closed.")]
    private partial void Closed(int count, string organization);

    [LoggerMessage(LogLevel.Critical, "The scheduler did not start; nothing syncs by itself. Trying again in {Seconds} s.")]
    private partial void NotStarted(Exception failed, double seconds);
}
