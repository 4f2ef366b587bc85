using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections;

/// <summary>All connections, revoked ones last.</summary>
public sealed class ListConnections(TenantScope scope, TenantDatabase database, Catalog catalog, ProductClock clock)
{
    public async Task<IReadOnlyList<ConnectionSummary>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        return await ConnectionReads.SummariesAsync(db, catalog, clock.GetUtcNow(), null, cancellationToken);
    }
}
