using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections;

/// <summary>Live numbers for what a revocation destroys, stops and keeps; null when there is no such live connection.</summary>
public sealed class PreviewRevocation
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly Catalog _catalog;
    private readonly CoverageCounts _coverage;
    private readonly ProductClock _clock;

    internal PreviewRevocation(TenantScope scope, TenantDatabase database, Catalog catalog, CoverageCounts coverage, ProductClock clock) =>
        (_scope, _database, _catalog, _coverage, _clock) = (scope, database, catalog, coverage, clock);

    public async Task<RevocationPreview?> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.RevokeConnections);
        await using var db = _database.Open();
        var connection = await db.Set<Connection>().SingleOrDefaultAsync(
            c => c.Id == connectionId && c.State != ConnectionState.Revoked && c.State != ConnectionState.Revoking, cancellationToken);
        if (connection is null)
        {
            return null;
        }

        var now = _clock.GetUtcNow();
        var served = await ControlsServed.ReadAsync(db, _catalog, now, cancellationToken);
        return new RevocationPreview(
            connectionId, connection.Name, connection.AccountLabel,
            await db.Set<ConnectorRun>().CountAsync(r => r.ConnectionId == connectionId, cancellationToken),
            await db.Set<EvidenceRecord>().CountAsync(e => e.ConnectionId == connectionId, cancellationToken),
            await db.Set<Observation>().CountAsync(o => o.ConnectionId == connectionId, cancellationToken),
            served.ByConnector(connection.Connector),
            connection.State == ConnectionState.Active ? connection.NextDueAt : null,
            connection.LeaseRunId is not null,
            await _coverage.RevokingAsync(db, connectionId, now, cancellationToken));
    }
}
