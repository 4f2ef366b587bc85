using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

/// <summary>What one of two organizations does next. The numbers pick a table and a row among those there are.</summary>
public sealed record Step(Act Act, bool AsGlobex, byte Table, byte Row);

public enum Act { Add, AddForTheOther, ReferToTheOther, Change, ChangeTheOthers, Remove, RemoveTheOthers, MoveAll, WipeAll }

/// <summary>
/// Two organizations over one database, and beside them an oracle that knows what each must own. Every step is done to both; what the
/// database should refuse must be refused, whatever else it says.
/// </summary>
internal sealed class TwoTenantsWorld(TestDatabase database)
{
    private readonly Dictionary<(Tenant, IEntityType), List<object>> _rows = [];
    private IReadOnlyList<IEntityType> _types = [];

    public int Done { get; private set; }

    public int Refused { get; private set; }

    public async Task FillAsync()
    {
        foreach (var tenant in new[] { database.Acme, database.Globex })
        {
            var filled = await SampleOrganization.FillAsync(database, tenant);
            _types = [.. filled.Keys];
            foreach (var (type, row) in filled)
            {
                _rows[(tenant, type)] = [row];
            }
        }
    }

    public async Task DoAsync(Step step)
    {
        var (me, other) = step.AsGlobex ? (database.Globex, database.Acme) : (database.Acme, database.Globex);
        var type = _types[step.Table % _types.Count];
        var rule = RowRules.Of(type.ClrType);
        var (mine, theirs) = (_rows[(me, type)], _rows[(other, type)]);
        switch (step.Act)
        {
            case Act.Add:
                var added = Make(type, me, me, step.Row);
                if (await SaveAsync(me, added, EntityState.Added))
                {
                    mine.Add(added);
                }

                break;
            case Act.AddForTheOther:
                await MustFailAsync<CrossTenantWriteException>(me, Make(type, other, other, step.Row), EntityState.Added);
                break;
            case Act.ReferToTheOther when type.GetForeignKeys().Any(k => k.Properties.Count > 1 && k.Properties[1].ClrType == typeof(Guid)):
                await MustFailAsync<DbUpdateException>(me, Make(type, me, other, step.Row), EntityState.Added);
                break;
            case Act.ChangeTheOthers when theirs.Count > 0:
                await MustFailAsync<CrossTenantWriteException>(me, Pick(theirs, step.Row), EntityState.Modified);
                break;
            case Act.RemoveTheOthers when theirs.Count > 0:
                await MustFailAsync<CrossTenantWriteException>(me, Pick(theirs, step.Row), EntityState.Deleted);
                break;
            case Act.Change when mine.Count > 0 && Changeable(type) is { } property:
                await ChangeAsync(me, Pick(mine, step.Row), property, rule);
                break;
            case Act.Remove when mine.Count > 0 && rule == RowRule.Changing:
                var removed = Pick(mine, step.Row);
                Assert.True(await SaveAsync(me, removed, EntityState.Deleted));
                mine.Remove(removed);
                break;
            case Act.Remove when mine.Count > 0:
                await MustFailAsync<DbUpdateException>(me, Pick(mine, step.Row), EntityState.Deleted);
                break;
            case Act.MoveAll:
                await InBulkAsync(me, type, mine.Count == 0, (rows, all) => all.MoveAsync(rows, other.OrganizationId));
                break;
            case Act.WipeAll:
                await InBulkAsync(me, type, mine.Count == 0 || rule == RowRule.Changing, (rows, all) => all.WipeAsync(rows));
                if (rule == RowRule.Changing)
                {
                    mine.Clear();
                }

                break;
        }
    }

    /// <summary>Each organization sees exactly what the oracle says, value by value.</summary>
    public async Task CheckAsync()
    {
        foreach (var ((tenant, type), expected) in _rows)
        {
            await using var rows = database.Rows(tenant);
            var found = await Table(type).ReadAsync(rows);
            Assert.Equal(expected.Select(r => Text(type, r)).Order(StringComparer.Ordinal), found.Select(r => Text(type, r)).Order(StringComparer.Ordinal));
        }
    }

    private object Make(IEntityType type, Tenant owner, Tenant referred, byte pick)
    {
        var sample = new SampleRow(principal => Pick(_rows[(referred, principal)], pick));
        // A log has no gaps, and the entry's number is also what its detail refers to.
        return type.ClrType == typeof(AuditEntry) ? sample.Make(type, owner.OrganizationId, ("Sequence", (long)_rows[(owner, type)].Count)) : sample.Make(type, owner.OrganizationId);
    }

    private static object Pick(List<object> rows, byte pick) => rows[pick % rows.Count];

    /// <summary>A column that nothing else hangs on. An audit head has none: it moves with its entries only.</summary>
    private static IProperty? Changeable(IEntityType type) => type.ClrType == typeof(AuditHead) ? null : type.GetProperties()
        .FirstOrDefault(p => (p.ClrType == typeof(string) || p.ClrType == typeof(byte[])) && !p.IsPrimaryKey() && !p.IsForeignKey() && !p.IsIndex() && !p.IsConcurrencyToken);

    private async Task ChangeAsync(Tenant me, object row, IProperty property, RowRule rule)
    {
        var before = SampleRow.Get(row, property);
        SampleRow.Set(row, property, property.ClrType == typeof(string) ? $"v{Done}" : BitConverter.GetBytes((long)Done).Concat(new byte[24]).ToArray());
        await using var rows = database.Rows(me);
        rows.Attach(row).Property(property.Name).IsModified = true;
        if (rule == RowRule.WriteOnce)
        {
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => rows.SaveChangesAsync());
            SampleRow.Set(row, property, before);
            Refused++;
        }
        else
        {
            Assert.Equal(1, await rows.SaveChangesAsync());
            Done++;
        }
    }

    private async Task<bool> SaveAsync(Tenant me, object row, EntityState state)
    {
        await using var rows = database.Rows(me);
        rows.Entry(row).State = state;
        try
        {
            await rows.SaveChangesAsync();
            Done++;
            return true;
        }
        // A sample may collide with a key that is there; then it is simply not there twice.
        catch (DbUpdateException) when (state == EntityState.Added)
        {
            return false;
        }
    }

    private async Task MustFailAsync<T>(Tenant me, object row, EntityState state)
        where T : Exception
    {
        await using var rows = database.Rows(me);
        rows.Entry(row).State = state;
        await Assert.ThrowsAnyAsync<T>(() => rows.SaveChangesAsync());
        Refused++;
    }

    private async Task InBulkAsync(Tenant me, IEntityType type, bool allowed, Func<PortalDbContext, IBulk, Task<int>> act)
    {
        await using var rows = database.Rows(me);
        if (allowed)
        {
            Done += await act(rows, Table(type));
        }
        else
        {
            await Assert.ThrowsAnyAsync<DbException>(() => act(rows, Table(type)));
            Refused++;
        }
    }

    private static string Text(IEntityType type, object row) => string.Join('|', type.GetProperties().Select(p => SampleRow.Get(row, p) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset at => at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private static IBulk Table(IEntityType type) => (IBulk)Activator.CreateInstance(typeof(Bulk<>).MakeGenericType(type.ClrType))!;

    private interface IBulk
    {
        Task<List<object>> ReadAsync(PortalDbContext rows);

        Task<int> MoveAsync(PortalDbContext rows, Guid to);

        Task<int> WipeAsync(PortalDbContext rows);
    }

    private sealed class Bulk<T> : IBulk
        where T : class, ITenantOwned
    {
        public async Task<List<object>> ReadAsync(PortalDbContext rows) => [.. await rows.Set<T>().AsNoTracking().ToListAsync()];

        public Task<int> MoveAsync(PortalDbContext rows, Guid to) => rows.Set<T>().ExecuteUpdateAsync(set => set.SetProperty(r => r.OrganizationId, to));

        public Task<int> WipeAsync(PortalDbContext rows) => rows.Set<T>().ExecuteDeleteAsync();
    }
}
