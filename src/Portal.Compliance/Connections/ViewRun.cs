using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>One run, live and afterwards; null when the connection has no such run.</summary>
public sealed class ViewRun
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly EvidenceHeadline _headline;
    private readonly RunningSyncs _running;
    private readonly CoverageCounts _coverage;

    internal ViewRun(TenantScope scope, TenantDatabase database, EvidenceHeadline headline, RunningSyncs running, CoverageCounts coverage) =>
        (_scope, _database, _headline, _running, _coverage) = (scope, database, headline, running, coverage);

    public async Task<RunDetail?> ExecuteAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        await using var db = _database.Open();
        var found = await (
            from row in db.Set<ConnectorRun>()
            join owner in db.Set<Connection>() on row.ConnectionId equals owner.Id
            where row.Id == runId && row.ConnectionId == connectionId
            select new { Run = row, Connection = owner }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var (run, connection) = (found.Run, found.Connection);
        // While it runs here, what it says now is newer than what it wrote down.
        var steps = _running.Steps(_scope.OrganizationId, runId) ?? SyncJson.ReadList<CollectionStep>(run.StepsJson);
        return new RunDetail(
            ConnectionReads.Summary(run), connection.Name, connection.AccountLabel, connection.Connector, run.ConnectorVersion, run.Slot, steps,
            await EvidenceAsync(db, run, cancellationToken), SyncJson.ReadList<CollectionWarning>(run.WarningsJson), run.RetryAt,
            run.CancelRequestedAt, run.PopulationMembers, SyncJson.Read<RunErrorDetail>(run.ErrorDetailJson),
            await CoverageAsync(db, run, connection, cancellationToken));
    }

    /// <summary>Null while it runs, and for runs that brought nothing that counts.</summary>
    private async Task<CoverageChange?> CoverageAsync(PortalDbContext db, ConnectorRun run, Connection connection, CancellationToken cancellationToken)
    {
        if (run is not { State: RunState.Succeeded or RunState.Limited, FinishedAt: { } finished }
            || await db.Set<Observation>().Where(o => o.RunId == run.Id).MinAsync(o => (DateTimeOffset?)o.AsOf, cancellationToken) is not { } observed)
        {
            return null;
        }

        // What others did since this run began is not its doing. A first sync is told from before there was the connection, which takes coverage
        // away until it has collected.
        var before = run.Trigger == RunTrigger.Connect ? connection.CreatedAt : observed;
        return await _coverage.BetweenAsync(db, before.AddTicks(-1), finished, cancellationToken);
    }

    private async Task<IReadOnlyList<RunEvidence>> EvidenceAsync(PortalDbContext db, ConnectorRun run, CancellationToken cancellationToken)
    {
        var rows = await (
            from observation in db.Set<Observation>()
            join evidence in db.Set<EvidenceRecord>() on observation.EvidenceId equals evidence.Id
            join payload in db.Set<EvidencePayload>() on evidence.Id equals payload.EvidenceId into payloads
            from payload in payloads.DefaultIfEmpty()
            where observation.RunId == run.Id
            orderby observation.Kind, observation.Id
            select new { Observation = observation, evidence.FirstRunId, evidence.Rung, Canonical = (byte[]?)payload.Canonical }).Take(200).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new RunEvidence(
                r.Observation.EvidenceId, r.Observation.Kind, _headline.Title(r.Observation.Kind, r.Rung), r.Observation.Result, r.Observation.ReasonCode,
                r.Observation.Accepted, r.FirstRunId == run.Id, _headline.Of(r.Observation.Kind, r.Canonical, r.Observation.ReasonCode))),
        ];
    }
}
