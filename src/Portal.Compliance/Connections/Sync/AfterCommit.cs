using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;

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
            PromisesKept(later);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var messages = await db.Set<OutboxMessage>().Where(m => m.Kind == Outbox.Schedule).OrderBy(m => m.CreatedAt).ToListAsync(cancellationToken);
        if (messages.Count == 0)
        {
            return;
        }

        faults.Reach(SyncFaultPoints.BeforeSchedule);
        // The messages are read before the connections: what is promised from now on stands in messages of its own.
        foreach (var connection in messages.Select(Outbox.ConnectionOf).Distinct())
        {
            await schedule.PlanAsync(connection, cancellationToken);
        }

        await using var work = await database.BeginAsync(cancellationToken);
        var kept = messages.ConvertAll(m => m.Id);
        var rows = await work.Db.Set<OutboxMessage>().Where(m => kept.Contains(m.Id)).ToListAsync(cancellationToken);
        work.Db.RemoveRange(rows);
        await work.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Triggers could not be set; the sweep will set them.")]
    private partial void PromisesKept(Exception later);
}
