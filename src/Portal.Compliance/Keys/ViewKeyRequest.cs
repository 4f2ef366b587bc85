using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>One request: its progress while it is open, its receipt afterwards. Null when there is no such request.</summary>
public sealed class ViewKeyRequest
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;

    internal ViewKeyRequest(TenantScope scope, TenantDatabase database) => (_scope, _database) = (scope, database);

    public async Task<KeyReceipt?> ExecuteAsync(Guid requestId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        await using var db = _database.Open();
        if (await db.Set<KeyRequest>().SingleOrDefaultAsync(r => r.Id == requestId, cancellationToken) is not { } request)
        {
            return null;
        }

        var subject = requestId.ToString("D");
        var entries = await db.Set<AuditEntry>()
            .Where(e => e.SubjectType == KeyChange.SubjectType && e.SubjectId == subject)
            .OrderBy(e => e.Sequence).Select(e => new KeyAuditLine(e.Sequence, e.Action, e.At)).ToListAsync(cancellationToken);
        foreach (var key in new[] { request.NewDataKeyId, request.OldDataKeyId }.OfType<Guid>())
        {
            entries.AddRange(await OfDataKeyAsync(db, key, request, cancellationToken));
        }

        return new KeyReceipt(
            KeyLines.Of(request), request.FromKid, request.ToKid, await VersionAsync(db, request.OldDataKeyId, cancellationToken),
            await VersionAsync(db, request.NewDataKeyId, cancellationToken), [.. entries.OrderBy(e => e.Sequence)]);
    }

    private static async Task<IEnumerable<KeyAuditLine>> OfDataKeyAsync(
        PortalDbContext db, Guid key, KeyRequest request, CancellationToken cancellationToken)
    {
        var (subject, from, to) = (key.ToString("D"), request.RequestedAt, request.FinishedAt ?? DateTimeOffset.MaxValue);
        return await db.Set<AuditEntry>()
            .Where(e => e.SubjectType == "data_key" && e.SubjectId == subject && e.At >= from && e.At <= to)
            .Select(e => new KeyAuditLine(e.Sequence, e.Action, e.At)).ToListAsync(cancellationToken);
    }

    private static async Task<int?> VersionAsync(PortalDbContext db, Guid? key, CancellationToken cancellationToken) =>
        key is null ? null : await db.Set<DataKey>().Where(k => k.Id == key).Select(k => (int?)k.Version).SingleOrDefaultAsync(cancellationToken);
}
