using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Data;

/// <summary>
/// One write: rows and the audit entries that tell of them, committed together or not at all. On SQLite it holds the write lock
/// from the start (BEGIN IMMEDIATE); on servers the log's head row is locked when the entries are appended, at the very end.
/// </summary>
internal sealed class TenantWork(
    PortalDbContext db, IDbContextTransaction transaction, TenantScope scope, ProductClock clock) : IAsyncDisposable
{
    private readonly List<AuditRecord> _records = [];

    public PortalDbContext Db => db;

    public Guid OrganizationId => db.OrganizationId;

    /// <summary>Product time, read once: everything in one write carries the same instant.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public Guid NewId() => Ids.New(clock);

    /// <param name="subjectType">e.g. <c>connection</c>, <c>run</c>, <c>alert</c>.</param>
    public void Audit(AuditAction action, string subjectType, string subjectId, JsonObject? detail = null) =>
        _records.Add(new AuditRecord(action, scope.Actor.Id, scope.Actor.Name, subjectType, subjectId, detail ?? [], Now));

    /// <inheritdoc cref="Audit(AuditAction, string, string, JsonObject)"/>
    public void Audit(AuditAction action, string subjectType, Guid subjectId, JsonObject? detail = null) =>
        Audit(action, subjectType, subjectId.ToString("D"), detail);

    /// <summary>Saves, appends the audit entries and commits.</summary>
    /// <returns>Sequence of the first entry appended; null when nothing was audited.</returns>
    public async Task<long?> CommitAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        long? first = null;
        if (_records.Count > 0)
        {
            await AuditHeadLock.TakeAsync(db, cancellationToken);
            first = await AuditTrail.AppendAsync(db, OrganizationId, _records, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return first;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.DisposeAsync();
    }
}
