using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>
/// Organizations that were made after the start, in this process or by another one, get their sweep, nightly signature and purge without a
/// restart.
/// </summary>
internal sealed partial class LateOrganizations(ScheduleStart start, TimeProvider time, ILogger<LateOrganizations> log) : BackgroundService
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Until the scheduler has started there is nothing to plan with; that start finds everybody who is there then.
                if (start.ExecuteTask is { IsCompletedSuccessfully: true })
                {
                    await LookAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await start.PlanNewAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            NotPlanned(failed, LookEvery.TotalMinutes);
        }
    }

    [LoggerMessage(LogLevel.Error, "Organizations made since the start could not be planned; nothing of theirs runs by itself. Trying again in {Minutes} min.")]
    private partial void NotPlanned(Exception failed, double minutes);
}
