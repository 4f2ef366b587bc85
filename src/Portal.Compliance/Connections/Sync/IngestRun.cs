using System.Text.Json.Nodes;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Evidence.Ingest;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// The final transaction of a sync, all or nothing: evidence, observations, links, the run's outcome, the connection's health, the next
/// due instant, alerts, audit entries and the promise to re-plan. It begins by showing the lease.
/// </summary>
internal sealed class IngestRun(
    TenantDatabase database, TenantScope scope, Catalog catalog, EvidenceHeadline headline, TimeProvider system, FaultInjection faults)
{
    private const string StoreStep = "store";

    /// <exception cref="LeaseLostException">Somebody else took the run over; nothing was written.</exception>
    public async Task<RunState> ExecuteAsync(RunClaim claim, CollectedRun collected, RunProgress progress, CancellationToken cancellationToken)
    {
        progress.Report(new CollectionStep(StoreStep, "Store evidence and link controls", StepState.Running));
        var manifest = catalog.Require(claim.Connector).Manifest;
        await using var work = await database.BeginAsync(cancellationToken);
        var (connection, run) = await RunLease.HoldAsync(work, claim, system, cancellationToken);
        var promoted = await new PromoteStaged(work, claim, manifest, headline, collected).ExecuteAsync(cancellationToken);
        faults.Reach(SyncFaultPoints.InsideFinalAfterEvidence);

        var state = Outcome(collected);
        var alerts = await AlertBook.OpenAsync(work, connection, cancellationToken);
        var capabilities = new CapabilityChange(connection.CapabilitiesJson, collected.Capabilities);
        progress.Report(new CollectionStep(StoreStep, "Store evidence and link controls", StepState.Done, promoted.Observations, promoted.Observations));
        Finish(work, run, state, promoted, collected, progress);
        if (state == RunState.Quarantined)
        {
            Quarantine(alerts, collected);
        }
        else
        {
            Accept(connection, alerts, promoted, collected);
        }

        capabilities.Apply(connection, alerts);
        connection.LastRunId = run.Id;
        connection.ConsecutiveFailures = 0;
        connection.NextDueAt = SyncSlots.After(connection.Id, connection.Cadence, work.Now);
        RunLease.Release(connection);
        Outbox.PlanSchedule(work, connection.Id);
        Audit(work, claim, state, promoted, collected);
        faults.Reach(SyncFaultPoints.InsideFinalBeforeCommit);
        await work.CommitAsync(cancellationToken);
        return state;
    }

    private static RunState Outcome(CollectedRun collected) =>
        collected.Suspicions.Count > 0 ? RunState.Quarantined
        : collected.AnyInconclusive || CapabilityChange.AnyNeededInvisible(collected.Capabilities) ? RunState.Limited
        : RunState.Succeeded;

    private static void Finish(
        TenantWork work, ConnectorRun run, RunState state, Promoted promoted, CollectedRun collected, RunProgress progress)
    {
        run.Move(state);
        run.FinishedAt = work.Now;
        // What an earlier attempt failed of is in the log; this run did not fail.
        (run.ErrorCode, run.ErrorMessage, run.ErrorDetailJson) = (null, null, null);
        run.NewEvidence = promoted.NewEvidence;
        run.Observations = promoted.Observations;
        run.PopulationMembers = collected.Members;
        run.StepsJson = SyncJson.Write(progress.Steps);
        run.WarningsJson = SyncJson.Write(
            collected.Suspicions.Select(s => new CollectionWarning(s.Code, s.Message)).Concat(collected.Warnings).ToArray());
    }

    private static void Quarantine(AlertBook alerts, CollectedRun collected) => alerts.Raise(AlertCause.Quarantined, new JsonObject
    {
        ["code"] = collected.Suspicions[0].Code,
        ["message"] = collected.Suspicions[0].Message,
    });

    private void Accept(Connection connection, AlertBook alerts, Promoted promoted, CollectedRun collected)
    {
        var at = InstantText.Absolute(collected.AsOf, scope.Tenant.Zone);
        if (alerts.Find(AlertCause.Stale) is { } stale)
        {
            alerts.Resolve(AlertCause.Stale,
                $"Recovered: evidence is fresh again as of {at}. It was stale for {Durations.Elapsed(collected.AsOf - (stale.StaleSince ?? stale.OpenedAt))}.");
        }

        alerts.Resolve(AlertCause.SyncFailing, $"Recovered: the sync of {at} succeeded.");
        alerts.Resolve(AlertCause.Quarantined, $"Recovered: the numbers of {at} passed every check.");
        if (promoted.NotSatisfied.Count > 0)
        {
            alerts.Raise(AlertCause.EvidenceFailing, new JsonObject
            {
                ["asOf"] = InstantText.Machine(collected.AsOf),
                ["failing"] = FailingEvidence.Write(promoted.NotSatisfied),
            });
        }
        else
        {
            alerts.Resolve(AlertCause.EvidenceFailing, $"Recovered: all evidence of {at} meets its rule.");
        }

        connection.LastAcceptedAsOf = collected.AsOf;
        connection.FactsJson = collected.Facts;
    }

    private static void Audit(TenantWork work, RunClaim claim, RunState state, Promoted promoted, CollectedRun collected)
    {
        var action = state switch
        {
            RunState.Succeeded => AuditAction.SyncSucceeded,
            RunState.Limited => AuditAction.SyncLimited,
            RunState.Quarantined => AuditAction.SyncQuarantined,
            RunState.Queued or RunState.Running or RunState.Failed or RunState.Cancelled or RunState.Abandoned
                => throw new InvalidOperationException($"A run cannot end its collection as {state}."),
        };
        work.Audit(action, "run", claim.RunId, new JsonObject
        {
            ["asOf"] = InstantText.Machine(collected.AsOf),
            ["attempt"] = claim.Attempt,
            ["connection"] = claim.ConnectionId.ToString("D"),
            ["members"] = collected.Members,
            ["newEvidence"] = promoted.NewEvidence,
            ["observations"] = promoted.Observations,
            ["slot"] = claim.Slot,
            ["suspicions"] = new JsonArray([.. collected.Suspicions.Select(s => (JsonNode)s.Code)]),
            ["trigger"] = claim.Trigger.ToString(),
        });
    }
}
