using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// Transaction one of a sync: makes the run of a slot if it is not there yet, and takes the connection's lease for it. Quartz only says
/// when to try; whether there is something to do is decided here, from the rows.
/// </summary>
internal sealed class ClaimRun(TenantDatabase database, TenantScope scope, Catalog catalog, TimeProvider system)
{
    /// <param name="slot">Unique per connection; see <see cref="SyncSlots"/>.</param>
    public Task<ClaimResult> ForSlotAsync(Guid connectionId, RunTrigger trigger, string slot, CancellationToken cancellationToken) =>
        ClaimAsync(connectionId, async (work, connection) =>
            await work.Db.Set<ConnectorRun>().SingleOrDefaultAsync(r => r.ConnectionId == connectionId && r.Slot == slot, cancellationToken)
            ?? Queue(work, connection, trigger, slot, work.NewId()), cancellationToken);

    public Task<ClaimResult> QueuedAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken) =>
        ClaimAsync(connectionId, (work, _) => work.Db.Set<ConnectorRun>()
            .SingleOrDefaultAsync(r => r.ConnectionId == connectionId && r.Id == runId, cancellationToken), cancellationToken);

    /// <summary>Adds a queued run; the caller commits. A run without a slot of its own takes its id as slot.</summary>
    public ConnectorRun Queue(TenantWork work, Connection connection, RunTrigger trigger, string? slot, Guid runId)
    {
        var run = new ConnectorRun
        {
            OrganizationId = work.OrganizationId,
            Id = runId,
            ConnectionId = connection.Id,
            Trigger = trigger,
            Slot = slot ?? runId.ToString("D"),
            State = RunState.Queued,
            QueuedAt = work.Now,
            Attempt = 0,
            LeaseEpoch = 0,
            RequestedBy = scope.Actor.Name,
            ConnectorVersion = catalog.Require(connection.Connector).Manifest.Version,
            StepsJson = "[]",
        };
        work.Db.Add(run);
        return run;
    }

    private async Task<ClaimResult> ClaimAsync(
        Guid connectionId, Func<TenantWork, Connection, Task<ConnectorRun?>> find, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var connection = await work.Db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        if (connection is null)
        {
            return ClaimResult.Refused(ClaimRefusal.UnknownConnection);
        }

        if (connection.State != ConnectionState.Active || connection.SealedCredential is not { } credential)
        {
            return ClaimResult.Refused(ClaimRefusal.NotActive);
        }

        if (connection.LeaseRunId is { } holder && !await RunLease.HasExpiredAsync(work.Db, connection, system, cancellationToken))
        {
            return ClaimResult.Refused(ClaimRefusal.Busy, holder);
        }

        await RunEnding.AbandonHolderAsync(work, connection, cancellationToken);
        var run = await find(work, connection);
        var refusal = run switch
        {
            null => ClaimRefusal.UnknownConnection,
            { State: not RunState.Queued } => ClaimRefusal.AlreadyDone,
            { RetryAt: { } at } when at > work.Now => ClaimRefusal.NotYet,
            _ => (ClaimRefusal?)null,
        };
        try
        {
            if (refusal is { } reason)
            {
                // A holder may have been abandoned on the way; that stays.
                await work.CommitAsync(cancellationToken);
                return ClaimResult.Refused(reason, run?.Id);
            }

            return await StartAsync(work, connection, run!, credential, cancellationToken);
        }
        catch (DbUpdateException raced) when (raced is DbUpdateConcurrencyException || raced.InnerException is System.Data.Common.DbException)
        {
            // On a server two triggers of one slot can get this far; one of them inserted the run or raised the epoch first.
            if (!await TakenAsync(connectionId, connection.LeaseEpoch, cancellationToken))
            {
                throw;
            }

            return ClaimResult.Refused(ClaimRefusal.Busy);
        }
    }

    private async Task<ClaimResult> StartAsync(
        TenantWork work, Connection connection, ConnectorRun run, byte[] credential, CancellationToken cancellationToken)
    {
        await RunLease.TakeAsync(work, connection, run, system, cancellationToken);
        run.Move(RunState.Running);
        run.Attempt++;
        run.StartedAt ??= work.Now;
        run.RetryAt = null;
        await work.CommitAsync(cancellationToken);
        return ClaimResult.Of(new RunClaim(
            connection.Id, run.Id, connection.LeaseEpoch, connection.Connector, run.ConnectorVersion, run.Trigger, run.Slot, run.Attempt, work.Now,
            SyncJson.ReadSettings(connection.SettingsJson), credential, connection.CredentialVersion, connection.FactsJson));
    }

    private async Task<bool> TakenAsync(Guid connectionId, long mine, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Set<Connection>().AnyAsync(c => c.Id == connectionId && c.LeaseEpoch >= mine && c.LeaseRunId != null, cancellationToken);
    }
}
