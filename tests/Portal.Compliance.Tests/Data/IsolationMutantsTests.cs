using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;
using Portal.Compliance.Tests.Data.Isolation;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Compliance.Tests.Data;

/// <summary>
/// Takes out one filter, trigger, key, guard or policy at a time, by means that only a test has, and shows that the model of
/// <see cref="IsolationTests"/> notices on every table. What then still held, if anything, is in docs/reports.
/// </summary>
public sealed class IsolationMutantsTests
{
    [Fact]
    public async Task Filter_TakenOut_IsNoticedOnEveryTable()
    {
        await using var database = await Doors.CreateAsync(DatabaseEngine.Sqlite);
        var mutants = await Mutants.OfAsync(Doors.WithModel<WithoutFilters>(database));
        await mutants.EachTableAsync(_ => true, Act.Read, Layer.Nothing);
        await mutants.EachTableAsync(_ => true, Act.Find, Layer.Nothing);
        await mutants.EachTableAsync(_ => true, Act.StealAll, Layer.Triggers);
        await mutants.EachTableAsync(t => RowRules.Of(t.ClrType) == RowRule.Changing, Act.WipeTheOthers, Layer.Nothing);
    }

    [Fact]
    public async Task Filter_BakedIntoTheModel_IsNoticedOnEveryTable()
    {
        await using var database = await Doors.CreateAsync(DatabaseEngine.Sqlite);
        var mutants = await Mutants.OfAsync(Doors.WithModel<BakedFilters>(database));
        // The first context made decides for all.
        await mutants.EachTableSurvivesAsync(Act.Read);
        await mutants.EachTableAsync(_ => true, Act.Read, Layer.Nothing, asSecond: true);
    }

    [Fact]
    public async Task Filter_TakenOutOnPostgreSql_IsHeldByRowSecurity()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.WithModel<WithoutFilters>(database));
        await mutants.EachTableSurvivesAsync(Act.Read, Act.Find, Act.StealAll, Act.WipeTheOthers);
        await mutants.ForEachTableAsync(t => $"ALTER TABLE \"{t.GetTableName()}\" DISABLE ROW LEVEL SECURITY");
        await mutants.EachTableAsync(_ => true, Act.Read, Layer.Nothing);
    }

    [Fact]
    public async Task Guard_TakenOut_IsNoticedOnEveryTable()
    {
        await using var database = await Doors.CreateAsync(DatabaseEngine.Sqlite);
        var mutants = await Mutants.OfAsync(Doors.Only(database, Doors.Pragmas()));
        await mutants.EachTableAsync(_ => true, Act.AddForTheOther, held: null);
        await mutants.EachTableAsync(_ => true, Act.ChangeTheOthers, held: null);
        await mutants.EachTableAsync(_ => true, Act.RemoveTheOthers, held: null);
    }

    [Fact]
    public async Task Guard_TakenOutOnPostgreSql_IsHeldByRowSecurity()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Only(database, TenantSession.Instance));
        await mutants.EachTableAsync(t => !OneRowEach(t) && t.ClrType != typeof(AuditEntry), Act.AddForTheOther, Layer.RowSecurity);
        // Their rows are not there for it.
        await mutants.EachTableAsync(_ => true, Act.ChangeTheOthers, Layer.Keys);
        await mutants.EachTableAsync(_ => true, Act.RemoveTheOthers, Layer.Keys);
    }

    [Fact]
    public async Task Session_ThatIsNotAnnounced_ShowsNothingAtAll()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Only(database, TenantGuard.Instance));
        await mutants.EachTableAsync(_ => true, Act.Read, Layer.Nothing);
    }

    [Theory]
    [InlineData(DatabaseEngine.Sqlite)]
    [InlineData(DatabaseEngine.PostgreSql)]
    public async Task Trigger_Dropped_IsNoticedOnEveryTable(DatabaseEngine engine)
    {
        await using var database = engine == DatabaseEngine.PostgreSql ? await PostgreSqlAsync() : await Doors.CreateAsync(engine);
        var mutants = await Mutants.OfAsync(Doors.Of(database));
        foreach (var (guard, acts) in new[] { (TableGuard.SameOrganization, new[] { Act.MoveAll, Act.MoveAllRaw }), (TableGuard.NoUpdate, [Act.MoveAll, Act.MoveAllRaw, Act.Change]), (TableGuard.NoDelete, [Act.WipeAll]), (TableGuard.OnlyPurged, [Act.WipeAll]) })
        {
            bool Has(IEntityType type) => TableTriggers.Of(type, engine).Contains(guard);
            await mutants.ForEachTableAsync(type => !Has(type) ? null
                : $"DROP TRIGGER \"{TableTriggers.Name(type, guard)}\"{(engine == DatabaseEngine.PostgreSql ? $" ON \"{type.GetTableName()}\"" : "")}");
            foreach (var act in acts)
            {
                await mutants.EachTableAsync(type => Has(type) && (act != Act.Change || Player.Changeable(type) is not null), act, held: null);
            }
        }
    }

    [Fact]
    public async Task ForeignKey_SwitchedOffOnSqlite_IsNoticedOnEveryTableThatRefers()
    {
        await using var filled = await Doors.CreateAsync(DatabaseEngine.Sqlite);
        await using var database = filled.At(new SqliteConnectionStringBuilder(filled.ConnectionString) { Pooling = false, ForeignKeys = false }.ConnectionString);
        await (await Mutants.OfAsync(Doors.Only(database, TenantGuard.Instance))).EachTableAsync(Mutants.Refers, Act.ReferToTheOther, Layer.Nothing);
    }

    [Fact]
    public async Task ForeignKey_Dropped_IsNoticedOnEveryTableThatRefers()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Of(database));
        await mutants.ForEachTableAsync(type => string.Join(' ', type.GetForeignKeys().Select(k => $"ALTER TABLE \"{type.GetTableName()}\" DROP CONSTRAINT \"{k.GetConstraintName()}\";")));
        await mutants.EachTableAsync(Mutants.Refers, Act.ReferToTheOther, Layer.Nothing);
    }

    [Fact]
    public async Task RowSecurity_SwitchedOff_IsNoticedOnEveryTable()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Of(database));
        await mutants.ForEachTableAsync(type => $"ALTER TABLE \"{type.GetTableName()}\" DISABLE ROW LEVEL SECURITY");
        foreach (var act in new[] { Act.ReadRaw, Act.ReadUnfiltered, Act.ReadWithoutTenant })
        {
            await mutants.EachTableAsync(_ => true, act, Layer.Nothing);
        }

        await mutants.EachTableAsync(_ => true, Act.StealAllRaw, Layer.Triggers);
        await mutants.EachTableAsync(_ => true, Act.WipeTheOthersRaw, held: null);
        // The other's log has its first entry already: there the gap trigger speaks in either case.
        await mutants.EachTableAsync(t => t.ClrType != typeof(AuditEntry), Act.AddForTheOtherRaw, held: null);
    }

    [Fact]
    public async Task Policy_Dropped_ShowsNothingAtAll()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Of(database));
        await mutants.ForEachTableAsync(type => $"DROP POLICY \"RLS_{type.GetTableName()}\" ON \"{type.GetTableName()}\"");
        await mutants.EachTableAsync(_ => true, Act.Read, Layer.Nothing);
    }

    [Fact]
    public async Task Policy_Widened_IsNoticedOnEveryTable()
    {
        await using var database = await PostgreSqlAsync();
        var mutants = await Mutants.OfAsync(Doors.Of(database));
        await mutants.ForEachTableAsync(type => $"CREATE POLICY \"wide\" ON \"{type.GetTableName()}\" USING (true)");
        await mutants.EachTableAsync(_ => true, Act.ReadRaw, Layer.Nothing);
    }

    private static bool OneRowEach(IReadOnlyEntityType type) => type.FindPrimaryKey()!.Properties.Count == 1;

    private static async Task<TestDatabase> PostgreSqlAsync()
    {
        Assert.SkipWhen(PostgreSqlServer.Missing is not null, PostgreSqlServer.Missing ?? "");
        return await Doors.CreateAsync(DatabaseEngine.PostgreSql);
    }
}
