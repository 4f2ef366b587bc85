using Microsoft.Extensions.Logging;
using Portal.Compliance.Data;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Renews a run's lease in the background while it collects, and writes its steps down as it goes.</summary>
internal sealed partial class LeaseRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private readonly ILogger _log;

    public LeaseRenewal(TenantDatabase database, RunClaim claim, RunningSync running, TimeProvider system, ILogger log)
    {
        _log = log;
        _renewing = RenewAsync(database, claim, running, system);
    }

    /// <summary>Ends the renewing before the final transaction, which holds the lease itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        _end.Dispose();
    }

    private async Task RenewAsync(TenantDatabase database, RunClaim claim, RunningSync running, TimeProvider system)
    {
        using var timer = new PeriodicTimer(RunLease.RenewEvery, system);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await RenewOnceAsync(database, claim, running, system);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run ended.
        }
    }

    private async Task RenewOnceAsync(TenantDatabase database, RunClaim claim, RunningSync running, TimeProvider system)
    {
        try
        {
            await using var work = await database.BeginAsync(_end.Token);
            var (_, run) = await RunLease.HoldAsync(work, claim, system, _end.Token);
            run.StepsJson = SyncJson.Write(running.Progress.Steps);
            await work.CommitAsync(_end.Token);
        }
        catch (LeaseLostException)
        {
            running.LoseLease();
            await _end.CancelAsync();
        }
        catch (Exception unreachable) when (unreachable is not OperationCanceledException)
        {
            // Not fatal yet: the lease outlives three missed renewals, and the final transaction checks it anyway.
            RenewalFailed(unreachable, claim.RunId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of run {RunId} could not be renewed; trying again.")]
    private partial void RenewalFailed(Exception unreachable, Guid runId);
}
