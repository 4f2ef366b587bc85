using Microsoft.Extensions.Logging;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>How a sync ended, or why there was none.</summary>
/// <param name="RunId">The run; null when nothing was run and none exists.</param>
/// <param name="State">Null when nothing was run.</param>
/// <param name="NotRun">Why nothing was run: <c>UnknownConnection</c>, <c>NotActive</c>, <c>AlreadyDone</c>, <c>Busy</c>, <c>NotYet</c>, <c>LeaseLost</c>.</param>
public sealed record SyncResult(Guid? RunId, RunState? State, string? NotRun)
{
    internal static SyncResult Skipped(ClaimResult claim) => new(claim.RunId, null, claim.Refusal.ToString());
}

/// <summary>
/// The one path every run takes, whatever triggered it; see the README beside it. Call it inside an organization's scope. A failed attempt
/// is written down and then thrown on to the caller.
/// </summary>
public sealed partial class SyncConnection
{
    private readonly SyncParts _parts;
    private readonly TenantScope _scope;
    private readonly ILogger<SyncConnection> _log;

    internal SyncConnection(SyncParts parts, TenantScope scope, ILogger<SyncConnection> log) => (_parts, _scope, _log) = (parts, scope, log);

    /// <summary>Runs the slot, once: a slot that has a run already is not run again.</summary>
    /// <param name="slot">When it was due, UTC; part of the run's identity.</param>
    /// <exception cref="Portal.Connectors.Sdk.ConnectorException">The attempt failed, and the failure is written down.</exception>
    public async Task<SyncResult> RunAsync(Guid connectionId, RunTrigger trigger, DateTimeOffset slot, CancellationToken cancellationToken = default) =>
        await RunAsync(await _parts.Claim.ForSlotAsync(connectionId, trigger, SyncSlots.Name(slot), cancellationToken), cancellationToken);

    /// <summary>Runs a run that was queued before: the first after connecting, one asked for by a person, or a retry.</summary>
    /// <inheritdoc cref="RunAsync(Guid, RunTrigger, DateTimeOffset, CancellationToken)"/>
    public async Task<SyncResult> RunQueuedAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken = default) =>
        await RunAsync(await _parts.Claim.QueuedAsync(connectionId, runId, cancellationToken), cancellationToken);

    private async Task<SyncResult> RunAsync(ClaimResult claimed, CancellationToken cancellationToken)
    {
        if (claimed.Claim is not { } claim)
        {
            return SyncResult.Skipped(claimed);
        }

        var progress = new RunProgress(_scope.OrganizationId, claim.RunId, _parts.Events, _parts.System);
        using var running = _parts.Running.Enter(_scope.OrganizationId, claim.RunId, progress, cancellationToken);
        _parts.Events.Publish(_scope.OrganizationId, new RunChanged(claim.ConnectionId, claim.RunId));
        try
        {
            _parts.Faults.Reach(SyncFaultPoints.AfterClaim);
            var collected = await CollectAsync(claim, running);
            _parts.Faults.Reach(SyncFaultPoints.BeforeFinalTransaction);
            var state = await _parts.Ingest.ExecuteAsync(claim, collected, progress, running.Token);
            _parts.Faults.Reach(SyncFaultPoints.AfterCommit);
            return new SyncResult(claim.RunId, state, null);
        }
        catch (Exception e) when (e is LeaseLostException || running.LostLease)
        {
            LeaseLost(claim.RunId, claim.Epoch);
            return new SyncResult(claim.RunId, null, "LeaseLost");
        }
        catch (Exception e)
        {
            await WriteDownAsync(claim, e, progress, cancellationToken);
            throw;
        }
        finally
        {
            Announce(claim);
            await _parts.AfterCommit.KeepPromisesAsync(CancellationToken.None);
        }
    }

    private async Task<CollectedRun> CollectAsync(RunClaim claim, RunningSync running)
    {
        await using var renewal = new LeaseRenewal(_parts.Database, claim, running, _parts.System, _log);
        using var credential = await _parts.Vault.OpenAsync(claim, running.Token);
        _parts.Faults.Reach(SyncFaultPoints.AfterOpenCredential);
        return await _parts.Collect.ExecuteAsync(claim, credential.Bytes, running.Progress, running.Token);
    }

    private async Task WriteDownAsync(RunClaim claim, Exception failure, RunProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                await _parts.Fail.GiveBackAsync(claim, CancellationToken.None);
                return;
            }

            progress.Stop();
            // The caller may be stopping; that a sync failed is written all the same.
            await _parts.Fail.ExecuteAsync(claim, SyncFailure.From(failure), progress, CancellationToken.None);
        }
        catch (LeaseLostException)
        {
            LeaseLost(claim.RunId, claim.Epoch);
        }
        catch (Exception unwritten)
        {
            // The database is gone too. The lease runs out and the reaper closes the run; the first failure is what the caller hears of.
            FailureNotWritten(unwritten, claim.RunId);
        }
    }

    private void Announce(RunClaim claim)
    {
        _parts.Events.Publish(_scope.OrganizationId, new RunChanged(claim.ConnectionId, claim.RunId));
        _parts.Events.Publish(_scope.OrganizationId, new ConnectionChanged(claim.ConnectionId));
        _parts.Events.Publish(_scope.OrganizationId, new ComplianceChanged());
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} lost its lease (epoch {Epoch}) and wrote nothing more.")]
    private partial void LeaseLost(Guid runId, long epoch);

    [LoggerMessage(LogLevel.Error, "The failure of run {RunId} could not be written down; its lease will run out.")]
    private partial void FailureNotWritten(Exception unwritten, Guid runId);
}

/// <summary>What a sync is made of, in the order in which it is used.</summary>
internal sealed record SyncParts(
    ClaimRun Claim, CredentialVault Vault, CollectRun Collect, IngestRun Ingest, FailRun Fail, AfterCommit AfterCommit, TenantDatabase Database,
    RunningSyncs Running, OrganizationEvents Events, FaultInjection Faults, TimeProvider System);
