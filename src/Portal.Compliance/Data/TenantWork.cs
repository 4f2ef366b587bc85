using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
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
    private long? _appended;

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

    /// <summary>
    /// Appends what was audited so far through the bulk door, so that a long write neither tracks nor holds all its entries. Rows added by
    /// the context are saved first; nothing is committed.
    /// </summary>
    public async Task AppendAuditAsync(BulkWriter bulk, CancellationToken cancellationToken)
    {
        if (_records.Count == 0)
        {
            return;
        }

        await db.SaveChangesAsync(cancellationToken);
        await AuditHeadLock.TakeAsync(db, cancellationToken);
        var (first, rows) = await AuditTrail.PlaceAsync(db, OrganizationId, _records, cancellationToken);
        if (db.ChangeTracker.Entries<AuditHead>().Any(h => h.State == EntityState.Added))
        {
            // The very first entries refer to it.
            await db.SaveChangesAsync(cancellationToken);
        }

        foreach (var (entry, detail) in rows)
        {
            await bulk.InsertAsync(entry, cancellationToken);
            await bulk.InsertAsync(detail, cancellationToken);
        }

        // Last, because the database lets a head count only what is there.
        await db.SaveChangesAsync(cancellationToken);
        _appended ??= first;
        _records.Clear();
    }

    /// <summary>Saves, appends the audit entries and commits.</summary>
    /// <returns>Sequence of the first entry appended; null when nothing was audited.</returns>
    public async Task<long?> CommitAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        await using var bulk = new BulkWriter(db);
        await AppendAuditAsync(bulk, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return _appended;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.DisposeAsync();
    }
}
