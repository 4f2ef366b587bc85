using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>What can be done to any table of an organization without knowing which it is.</summary>
internal abstract class OwnedTable
{
    private static readonly ConcurrentDictionary<Type, OwnedTable> Known = new();

    public static OwnedTable Of(IReadOnlyEntityType type) =>
        Known.GetOrAdd(type.ClrType, static clr => (OwnedTable)Activator.CreateInstance(typeof(Of<>).MakeGenericType(clr))!);

    public abstract Task<List<Guid>> OwnersAsync(PortalDbContext db, bool filtered);

    public abstract Task<List<object>> RowsAsync(PortalDbContext db);

    public abstract Task InsertAsync(BulkWriter bulk, object row);

    /// <param name="of">Whose rows; null for whatever the context sees.</param>
    public abstract Task<int> MoveAsync(PortalDbContext db, Guid? of, Guid to);

    /// <inheritdoc cref="MoveAsync"/>
    public abstract Task<int> WipeAsync(PortalDbContext db, Guid? of);
}

internal sealed class Of<T> : OwnedTable
    where T : class, ITenantOwned
{
    public override Task<List<Guid>> OwnersAsync(PortalDbContext db, bool filtered) =>
        (filtered ? db.Set<T>() : db.Set<T>().IgnoreQueryFilters()).Select(r => r.OrganizationId).ToListAsync();

    public override async Task<List<object>> RowsAsync(PortalDbContext db) => [.. await db.Set<T>().AsNoTracking().ToListAsync()];

    public override Task InsertAsync(BulkWriter bulk, object row) => bulk.InsertAsync((T)row, CancellationToken.None);

    public override Task<int> MoveAsync(PortalDbContext db, Guid? of, Guid to) => Rows(db, of).ExecuteUpdateAsync(set => set.SetProperty(r => r.OrganizationId, to));

    public override Task<int> WipeAsync(PortalDbContext db, Guid? of) => Rows(db, of).ExecuteDeleteAsync();

    private static IQueryable<T> Rows(PortalDbContext db, Guid? of) => of is { } owner ? db.Set<T>().Where(r => r.OrganizationId == owner) : db.Set<T>();
}
