using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Every connector this build ships, with how many live connections the organization has of each.</summary>
public sealed class BrowseCatalog(TenantScope scope, TenantDatabase database, Catalog catalog)
{
    public async Task<IReadOnlyList<CatalogEntry>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var live = await db.Set<Connection>().Where(c => c.State != ConnectionState.Revoked)
            .GroupBy(c => c.Connector).Select(g => new { Connector = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return
        [
            .. catalog.Connectors.Select(c => c.Manifest).OrderBy(m => m.Name, StringComparer.Ordinal)
                .Select(m => new CatalogEntry(m, live.Find(l => l.Connector == m.Id)?.Count ?? 0)),
        ];
    }
}
