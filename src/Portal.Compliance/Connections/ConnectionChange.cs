using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.Results;

namespace Portal.Compliance.Connections;

/// <summary>The shape of every small change to one connection: one transaction, then triggers and open pages follow.</summary>
internal sealed class ConnectionChange(TenantDatabase database, ConnectionNotices notices, RunningSyncs running)
{
    /// <param name="change">Changes the rows, or says why not; then nothing is written.</param>
    public async Task<Result<Done>> ExecuteAsync(
        Guid connectionId, Func<TenantWork, Connection, Task<Problem?>> change, CancellationToken cancellationToken)
    {
        await using (var work = await database.BeginAsync(cancellationToken))
        {
            var connection = await work.Db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
            if (connection is null)
            {
                return ConnectionProblems.Unknown;
            }

            if (await change(work, connection) is { } problem)
            {
                return problem;
            }

            KeepSteps(work);
            Outbox.PlanSchedule(work, connectionId);
            await work.CommitAsync(cancellationToken);
        }

        await notices.ConnectionChangedAsync(connectionId);
        return new Done();
    }

    /// <summary>How far runs of this process had come when the change ended them: they themselves may write nothing any more.</summary>
    private void KeepSteps(TenantWork work)
    {
        foreach (var run in work.Db.ChangeTracker.Entries<ConnectorRun>().Select(e => e.Entity).Where(r => r.State == RunState.Cancelled))
        {
            if (running.Steps(work.OrganizationId, run.Id) is { } steps)
            {
                run.StepsJson = SyncJson.Write(steps);
            }
        }
    }

    /// <summary>Spares runs that lost their lease in a change the rest of their work.</summary>
    public void Stop(Guid organizationId, IEnumerable<Guid> runs)
    {
        foreach (var run in runs)
        {
            running.Stop(organizationId, run);
        }
    }
}
