using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>One connector's manifest and its live connections; null when this build ships no such connector.</summary>
public sealed class ViewConnector(TenantScope scope, TenantDatabase database, Catalog catalog)
{
    public async Task<CatalogEntry?> ExecuteAsync(string connectorId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        if (catalog.Find(connectorId) is not { } connector)
        {
            return null;
        }

        await using var db = database.Open();
        return new CatalogEntry(connector.Manifest, await db.Set<Connection>()
            .CountAsync(c => c.Connector == connectorId && c.State != ConnectionState.Revoked, cancellationToken));
    }
}
