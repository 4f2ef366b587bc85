using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Keeps the promises of committed writes. What fails stays in the outbox, for the sweep or the next start.</summary>
internal sealed partial class AfterCommit(
    TenantDatabase database, ConnectionSchedule schedule, FaultInjection faults, ILogger<AfterCommit> log)
{
    public async Task KeepPromisesAsync(CancellationToken cancellationToken)
    {
        if (!schedule.IsOn)
        {
            return;
        }

        try
        {
            await KeepAsync(cancellationToken);
        }
        catch (Exception later) when (later is not OperationCanceledException)
        {
            NotKept(later);
        }
    }

    /// <summary>Sets every trigger of the organization anew, which keeps all promises made so far.</summary>
    public async Task PlanEverythingAsync(CancellationToken cancellationToken)
    {
        if (schedule.IsOn)
        {
            var messages = await PendingAsync(cancellationToken);
            await schedule.PlanAllAsync(cancellationToken);
            await ForgetAsync(messages, cancellationToken);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var messages = await PendingAsync(cancellationToken);
        if (messages.Count == 0)
        {
            return;
        }

        faults.Reach(SyncFaultPoints.BeforeSchedule);
        foreach (var connection in messages.Select(Outbox.ConnectionOf).Distinct())
        {
            await schedule.PlanAsync(connection, cancellationToken);
        }

        await ForgetAsync(messages, cancellationToken);
    }

    /// <summary>Read before the connections are: what is promised from now on stands in messages of its own.</summary>
    private async Task<List<OutboxMessage>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Set<OutboxMessage>().Where(m => m.Kind == Outbox.Schedule).OrderBy(m => m.CreatedAt).ToListAsync(cancellationToken);
    }

    private async Task ForgetAsync(List<OutboxMessage> kept, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        await OutboxRows.DeleteAsync(work.Db, kept.ConvertAll(m => m.Id), cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Triggers could not be set; the sweep will set them.")]
    private partial void NotKept(Exception later);
}
