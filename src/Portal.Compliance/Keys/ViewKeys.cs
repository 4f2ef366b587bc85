using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>The organization's keys, what each seals, and what was asked for. Holds nothing of any key.</summary>
public sealed class ViewKeys
{
    private const int Latest = 20;

    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;

    internal ViewKeys(TenantScope scope, TenantDatabase database) => (_scope, _database) = (scope, database);

    public async Task<KeyOverview> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        await using var db = _database.Open();
        var keys = await db.Set<DataKey>().OrderByDescending(k => k.Version).ToListAsync(cancellationToken);
        var lines = new List<DataKeyLine>(keys.Count);
        foreach (var key in keys)
        {
            lines.Add(new DataKeyLine(
                key.Id, key.Version, KeyLines.Of(key.State), key.Kid, key.CreatedAt,
                await CountAsync<Connection>(db, key, cancellationToken), await CountAsync<PseudonymKey>(db, key, cancellationToken),
                await CountAsync<SealedSubject>(db, key, cancellationToken)));
        }

        var requests = await db.Set<KeyRequest>().OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Id).Take(Latest).ToListAsync(cancellationToken);
        var rotated = await db.Set<KeyRequest>()
            .Where(r => r.State == KeyRequestState.Done && (r.Kind == KeyRequestKind.RotateKey || r.Kind == KeyRequestKind.RotateDataKey))
            .MaxAsync(r => r.FinishedAt, cancellationToken);
        var standing = await KeyStandings.ReadAsync(db, cancellationToken);
        var kid = keys.FirstOrDefault(k => k.State == DataKeyState.Active)?.Kid;
        return new KeyOverview(standing, KeyLines.ProviderOf(kid ?? keys.FirstOrDefault()?.Kid), kid, rotated, lines, requests.ConvertAll(KeyLines.Of));
    }

    private static Task<int> CountAsync<T>(PortalDbContext db, DataKey key, CancellationToken cancellationToken) => key.State == DataKeyState.Destroyed
        ? Task.FromResult(0)
        : SealedColumns.All.Single(c => c.Entity == typeof(T)).CountAsync(db, key.Id, cancellationToken);
}
