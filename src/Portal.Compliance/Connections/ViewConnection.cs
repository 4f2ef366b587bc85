using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections;

/// <summary>Everything the connection page shows; null when there is no such connection here.</summary>
public sealed class ViewConnection(TenantScope scope, TenantDatabase database, Catalog catalog, ProductClock clock)
{
    public async Task<ConnectionDetail?> ExecuteAsync(Guid connectionId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var summaries = await ConnectionReads.SummariesAsync(db, catalog, clock.GetUtcNow(), connectionId, cancellationToken);
        if (summaries is not [var summary])
        {
            return null;
        }

        var row = await db.Set<Connection>().SingleAsync(c => c.Id == connectionId, cancellationToken);
        return new ConnectionDetail(
            summary, SyncJson.ReadSettings(row.SettingsJson), row.Cadence, row.Grace, row.StaleAfter, row.CredentialSetAt, row.CredentialVersion,
            row.SealedCredential is not null, row.PausedAt, row.RevokeReason, row.VendorKeyDeletedAt,
            SyncJson.ReadList<Capability>(row.CapabilitiesJson), SyncJson.ReadList<string>(row.LimitedConsentJson),
            await db.Set<ConnectorRun>().CountAsync(r => r.ConnectionId == connectionId, cancellationToken),
            await db.Set<EvidenceRecord>().CountAsync(e => e.ConnectionId == connectionId, cancellationToken),
            await db.Set<Observation>().CountAsync(o => o.ConnectionId == connectionId, cancellationToken));
    }
}
