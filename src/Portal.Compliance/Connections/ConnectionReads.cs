using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Connectors;

namespace Portal.Compliance.Connections;

/// <summary>Reads that several connection pages share.</summary>
internal static class ConnectionReads
{
    /// <param name="only">One connection, or null for all.</param>
    public static async Task<IReadOnlyList<ConnectionSummary>> SummariesAsync(
        PortalDbContext db, Catalog catalog, DateTimeOffset now, Guid? only, CancellationToken cancellationToken)
    {
        var rows = await (
            from connection in db.Set<Connection>()
            where only == null || connection.Id == only
            select new
            {
                Connection = connection,
                LastRun = db.Set<ConnectorRun>().Where(r => r.Id == connection.LastRunId).Select(r => (RunState?)r.State).FirstOrDefault(),
                Active = db.Set<ConnectorRun>()
                    .Where(r => r.ConnectionId == connection.Id && (r.State == RunState.Queued || r.State == RunState.Running))
                    .OrderByDescending(r => r.QueuedAt).Select(r => (Guid?)r.Id).FirstOrDefault(),
                Alerts = db.Set<Alert>().Count(a => a.ConnectionId == connection.Id && a.State == AlertState.Open),
            }).ToListAsync(cancellationToken);
        return
        [
            .. rows
                .OrderBy(r => r.Connection.State == ConnectionState.Revoked).ThenBy(r => r.Connection.Name, StringComparer.Ordinal)
                .ThenBy(r => r.Connection.CreatedAt).ThenBy(r => r.Connection.Id)
                .Select(r => Summary(catalog, r.Connection, now, r.LastRun, r.Active, r.Alerts)),
        ];
    }

    public static Freshness FreshnessOf(Connection connection, DateTimeOffset now) =>
        CoverageRules.FreshnessOf(now - connection.LastAcceptedAsOf, connection.Cadence, connection.Grace, connection.StaleAfter);

    public static RunSummary Summary(ConnectorRun run) => new(
        run.Id, run.ConnectionId, run.Trigger, run.State, run.QueuedAt, run.StartedAt, run.FinishedAt, run.Attempt, run.RequestedBy,
        run.NewEvidence, run.Observations, run.ErrorCode, run.ErrorMessage);

    private static ConnectionSummary Summary(
        Catalog catalog, Connection connection, DateTimeOffset now, RunState? lastRun, Guid? active, int alerts) => new(
        connection.Id, connection.Connector, catalog.Find(connection.Connector)?.Manifest.Name ?? connection.Connector, connection.Name,
        connection.AccountLabel, connection.State, FreshnessOf(connection, now), connection.CreatedAt, connection.DeletedAt,
        connection.LastAcceptedAsOf, connection.State == ConnectionState.Active ? connection.NextDueAt : null,
        connection.LastAcceptedAsOf + connection.StaleAfter, connection.LastRunId, lastRun, active, alerts);
}
