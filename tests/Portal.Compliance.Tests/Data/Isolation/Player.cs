using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>One organization's hand on the database during one transaction, and what must become of each thing it tries.</summary>
internal sealed class Player(IsolationWorld world, TestDatabase database, PortalDbContext db, IDbContextTransaction transaction, Guid me, Guid other) : IAsyncDisposable
{
    private const string Attempt = "attempt";

    private readonly BulkWriter _bulk = new(db);

    private (Act Act, string Table) _now;

    public async Task DoAsync(Step step)
    {
        var type = world.Types[step.Table % world.Types.Count];
        var table = OwnedTable.Of(type);
        var name = type.GetTableName()!;
        _now = (step.Act, name);
        var mine = world.Rows(me, type);
        var theirs = world.Pick(other, type, step.Row);
        switch (step.Act)
        {
            case Act.Read:
                Own(await table.OwnersAsync(db, filtered: true), mine.Count, Layer.Filter);
                break;
            case Act.Find when theirs is not null:
                var key = type.FindPrimaryKey()!.Properties.Select(p => SampleRow.Get(theirs, p)).ToArray();
                Nothing(await db.FindAsync(type.ClrType, key) is null ? 0 : 1, Layer.Filter);
                break;
            case Act.Add when world.Make(type, me, me, step.Row) is { } row:
                await AddAsync(mine, row, () => SaveAsync(row, EntityState.Added));
                break;
            case Act.AddInBulk when world.Make(type, me, me, step.Row) is { } row:
                await AddAsync(mine, row, () => table.InsertAsync(_bulk, row));
                break;
            case Act.Change when Changeable(type) is { } property && world.Pick(me, type, step.Row) is { } row:
                await ChangeAsync(type, row, property);
                break;
            case Act.WipeAll when RowRules.Of(type.ClrType) == RowRule.Changing:
                Own([.. Enumerable.Repeat(me, await table.WipeAsync(db, of: null))], mine.Count, Layer.Filter);
                mine.Clear();
                break;
            case Act.WipeAll when mine.Count > 0:
                await RefusedAsync(() => table.WipeAsync(db, of: null), Layer.Triggers);
                break;
            case Act.AddForTheOther when world.Make(type, other, other, step.Row) is { } row:
                await RefusedAsync(() => SaveAsync(row, EntityState.Added), Layer.Guard);
                break;
            case Act.AddForTheOtherInBulk when world.Make(type, other, other, step.Row) is { } row:
                await RefusedAsync(() => table.InsertAsync(_bulk, row), Layer.Guard);
                break;
            case Act.ReferToTheOther when type.GetForeignKeys().Any(k => k.Properties.Count > 1 && k.Properties[1].ClrType == typeof(Guid)) && world.Make(type, me, other, step.Row) is { } row:
                await RefusedAsync(() => SaveAsync(row, EntityState.Added), Layer.Keys);
                break;
            case Act.ChangeTheOthers when theirs is not null:
                await RefusedAsync(() => SaveAsync(theirs, EntityState.Modified), Layer.Guard);
                break;
            case Act.RemoveTheOthers when theirs is not null:
                await RefusedAsync(() => SaveAsync(theirs, EntityState.Deleted), Layer.Guard);
                break;
            case Act.ForgeTheOthers when theirs is not null && Changeable(type) is { } property && !mine.Any(m => SameKey(type, m, theirs)):
                await RefusedAsync(() => ForgeAsync(type, theirs, property), Layer.Keys);
                break;
            case Act.MoveAll when mine.Count > 0:
                await RefusedAsync(() => table.MoveAsync(db, of: null, other), Layer.Triggers);
                break;
            case Act.MoveAllRaw when mine.Count > 0:
                await RefusedAsync(() => RawAsync($"UPDATE \"{name}\" SET \"OrganizationId\" = {{0}} WHERE \"OrganizationId\" = {{1}}", other, me), Layer.Triggers);
                break;
            case Act.StealAll:
                await NothingAsync(() => table.MoveAsync(db, other, me), Layer.Filter);
                break;
            case Act.WipeTheOthers:
                await NothingAsync(() => table.WipeAsync(db, other), Layer.Filter);
                break;
            default:
                if (step.Act >= Act.ReadUnfiltered && database.Engine != DatabaseEngine.Sqlite)
                {
                    await RawAsync(step.Act, type, table, mine.Count);
                }

                break;
        }
    }

    public ValueTask DisposeAsync() => _bulk.DisposeAsync();

    /// <summary>Past filters, guard and change tracker: what is left is the engine's own.</summary>
    private async Task RawAsync(Act act, IEntityType type, OwnedTable table, int mine)
    {
        var name = type.GetTableName()!;
        switch (act)
        {
            case Act.ReadUnfiltered:
                Own(await table.OwnersAsync(db, filtered: false), mine, Layer.RowSecurity);
                break;
            case Act.ReadRaw:
                Own(await db.Database.SqlQueryRaw<Guid>($"SELECT \"OrganizationId\" AS \"Value\" FROM \"{name}\"").ToListAsync(), mine, Layer.RowSecurity);
                break;
            case Act.ReadWithoutTenant:
                await using (var directory = database.Directory())
                {
                    Nothing((await directory.Database.SqlQueryRaw<Guid>($"SELECT \"OrganizationId\" AS \"Value\" FROM \"{name}\"").ToListAsync()).Count, Layer.RowSecurity);
                }

                break;
            case Act.WipeTheOthersRaw:
                await NothingAsync(() => RawAsync($"DELETE FROM \"{name}\" WHERE \"OrganizationId\" = {{0}}", other), Layer.RowSecurity);
                break;
            case Act.StealAllRaw:
                await NothingAsync(() => RawAsync($"UPDATE \"{name}\" SET \"OrganizationId\" = {{0}} WHERE \"OrganizationId\" = {{1}}", me, other), Layer.RowSecurity);
                break;
            case Act.AddForTheOtherRaw when mine > 0:
                var columns = type.GetProperties().Select(p => $"\"{p.GetColumnName()}\"").Where(c => c != "\"OrganizationId\"").Aggregate("", (all, c) => $"{all}, {c}");
                // The gap trigger may speak first: it sees nothing of the other's log.
                Layer[] layers = type.ClrType == typeof(AuditEntry) ? [Layer.RowSecurity, Layer.Triggers] : [Layer.RowSecurity];
                await RefusedAsync(() => RawAsync($"INSERT INTO \"{name}\" (\"OrganizationId\"{columns}) SELECT {{0}}{columns} FROM \"{name}\" WHERE \"OrganizationId\" = {{1}}", other, me), layers);
                break;
        }
    }

    private Task<int> RawAsync(string sql, params object[] ids) => db.Database.ExecuteSqlRawAsync(sql, ids);

    private Task SaveAsync(object row, EntityState state)
    {
        db.Entry(row).State = state;
        return db.SaveChangesAsync();
    }

    /// <summary>A sample may collide with a key that is there; then it is simply not there twice.</summary>
    private async Task AddAsync(List<object> mine, object row, Func<Task> add)
    {
        if (await HeldAsync(add) is null)
        {
            mine.Add(row);
        }
    }

    private async Task ChangeAsync(IEntityType type, object row, IProperty property)
    {
        var before = SampleRow.Get(row, property);
        SampleRow.Set(row, property, Changed(property));
        Task Save()
        {
            db.Attach(row).Property(property.Name).IsModified = true;
            return db.SaveChangesAsync();
        }

        if (RowRules.Of(type.ClrType) == RowRule.WriteOnce)
        {
            await RefusedAsync(Save, Layer.Triggers);
            SampleRow.Set(row, property, before);
        }
        else
        {
            await Save();
        }
    }

    /// <summary>Their row's id under my organization's name: there is no such row.</summary>
    private Task ForgeAsync(IEntityType type, object theirs, IProperty property)
    {
        var forged = db.Entry(theirs).CurrentValues.ToObject();
        db.ChangeTracker.Clear();
        SampleRow.Set(forged, type.FindProperty("OrganizationId")!, me);
        SampleRow.Set(forged, property, Changed(property));
        db.Attach(forged).Property(property.Name).IsModified = true;
        return db.SaveChangesAsync();
    }

    private object Changed(IProperty property) =>
        property.ClrType == typeof(string) ? $"v{world.Operations}" : BitConverter.GetBytes((long)world.Operations).Concat(new byte[24]).ToArray();

    private static bool SameKey(IEntityType type, object mine, object theirs) =>
        type.FindPrimaryKey()!.Properties.Where(p => p.Name != "OrganizationId").All(p => Equals(SampleRow.Get(mine, p), SampleRow.Get(theirs, p)));

    /// <summary>A column that nothing else hangs on. An audit head has none: it moves with its entries only.</summary>
    public static IProperty? Changeable(IEntityType type) => type.ClrType == typeof(AuditHead) ? null : type.GetProperties()
        .FirstOrDefault(p => (p.ClrType == typeof(string) || p.ClrType == typeof(byte[])) && !p.IsPrimaryKey() && !p.IsForeignKey() && !p.IsIndex() && !p.IsConcurrencyToken);

    private void Own(List<Guid> owners, int mine, Layer layer)
    {
        if (owners.Count != mine || owners.Any(o => o != me))
        {
            throw Broken(layer, Layer.Nothing, $"{owners.Count(o => o == me)} own rows and {owners.Count(o => o != me)} others' instead of {mine}");
        }
    }

    private void Nothing(int rows, Layer layer)
    {
        if (rows > 0)
        {
            throw Broken(layer, Layer.Nothing, $"{rows} rows");
        }
    }

    private async Task NothingAsync(Func<Task<int>> act, Layer layer)
    {
        var rows = 0;
        var held = await HeldAsync(async () => rows = await act());
        if (held is { } by)
        {
            throw Broken(layer, by, "refused");
        }

        Nothing(rows, layer);
        world.Refused++;
    }

    private async Task RefusedAsync(Func<Task> act, params Layer[] layers)
    {
        var held = await HeldAsync(act) ?? Layer.Nothing;
        if (!layers.Contains(held))
        {
            throw Broken(layers[0], held, held == Layer.Nothing ? "it was done" : "refused");
        }

        world.Refused++;
    }

    /// <returns>Which layer refused it; null when none did.</returns>
    private async Task<Layer?> HeldAsync(Func<Task> act)
    {
        await transaction.CreateSavepointAsync(Attempt);
        try
        {
            await act();
            await transaction.ReleaseSavepointAsync(Attempt);
            return null;
        }
        catch (Exception e) when (e is DbException or DbUpdateException or CrossTenantWriteException)
        {
            await transaction.RollbackToSavepointAsync(Attempt);
            return Holder(e);
        }
    }

    private static Layer Holder(Exception refused)
    {
        var message = (refused.InnerException ?? refused).Message;
        bool Says(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
        return refused is CrossTenantWriteException ? Layer.Guard
            : Says("row-level security") || Says("block predicate") ? Layer.RowSecurity
            : Says("moves to another organization") || Says("refused.") || Says("behind the last one") || Says("never shrinks") ? Layer.Triggers
            : Layer.Keys;
    }

    private IsolationBrokenException Broken(Layer expected, Layer held, string what) => new(_now.Act, _now.Table, expected, held, what);
}
