using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

public sealed class DatabaseStartTests
{
    [Fact]
    public async Task Prepare_EmptyPlace_MakesTheWholeSchema()
    {
        await using var database = TestDatabase.CreateEmpty();
        await database.Services.GetRequiredService<DatabaseStart>().PrepareAsync();
        await using var rows = database.Rows(database.Acme);
        Assert.Empty(await rows.Set<Compliance.Connections.Connection>().ToListAsync());
    }

    [Fact]
    public async Task Prepare_TwoProcessesAtOnce_BothStartOverOneSchema()
    {
        await using var first = TestDatabase.CreateEmpty();
        await using var second = first.Again();
        await Task.WhenAll(new[] { first, second }.Select(d => Task.Run(() => d.Services.GetRequiredService<DatabaseStart>().PrepareAsync())));
        await using var directory = second.Directory();
        Assert.Equal(0, await directory.Set<Compliance.Organizations.Organization>().CountAsync());
    }

    [Fact]
    public async Task Prepare_AfterAProcessWasKilledWhileMigrating_DoesNotWaitForEver()
    {
        await using var database = TestDatabase.CreateEmpty();
        await using (var connection = new SqliteConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-03-02 09:00:00');
                """;
            await command.ExecuteNonQueryAsync();
        }

        await database.Services.GetRequiredService<DatabaseStart>().PrepareAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await using var directory = database.Directory();
        Assert.Equal(0, await directory.Set<Compliance.Organizations.Organization>().CountAsync());
    }

    [Theory]
    [InlineData("DROP TRIGGER \"TR_Evidence_NoDelete\"", "TR_Evidence_NoDelete")]
    [InlineData("DROP TRIGGER \"TR_Connections_SameOrganization\"", "TR_Connections_SameOrganization")]
    [InlineData("DROP TRIGGER \"TR_AuditEntries_NoUpdate\"; CREATE TRIGGER \"TR_AuditEntries_NoUpdate\" BEFORE UPDATE ON \"AuditEntries\" BEGIN SELECT 1; END", "TR_AuditEntries_NoUpdate")]
    public async Task Prepare_WhenSomebodyAlteredATrigger_RefusesToStart(string tampering, string trigger)
    {
        await using var database = await TestDatabase.CreateAsync();
        var start = database.Services.GetRequiredService<DatabaseStart>();
        await start.PrepareAsync();
        await using (var rows = database.Directory())
        {
            await rows.Database.ExecuteSqlRawAsync(tampering);
        }

        var refused = await Assert.ThrowsAsync<TriggersAlteredException>(() => start.PrepareAsync());
        Assert.Equal([trigger], refused.Triggers);
        Assert.Empty(refused.Added);
    }

    [Fact]
    public async Task Prepare_WhenSomebodyAddedATrigger_RefusesToStartAndNamesIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var start = database.Services.GetRequiredService<DatabaseStart>();
        await using (var rows = database.Directory())
        {
            await rows.Database.ExecuteSqlRawAsync("CREATE TRIGGER \"quiet\" AFTER INSERT ON \"Outbox\" BEGIN DELETE FROM \"Outbox\"; END; CREATE TRIGGER \"more\" AFTER INSERT ON \"People\" BEGIN SELECT 1; END");
        }

        var refused = await Assert.ThrowsAsync<TriggersAlteredException>(() => start.PrepareAsync());
        Assert.Equal(["more on People", "quiet on Outbox"], refused.Added);
        Assert.Empty(refused.Triggers);
        Assert.Contains("2 triggers or rules stand there that the portal did not make (more on People, quiet on Outbox)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Read what they do, then drop them.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseEngine.SqlServer)]
    [InlineData(DatabaseEngine.PostgreSql)]
    public async Task Prepare_OnAServer_OnlyLooksUntilSomebodySaysMigrate(DatabaseEngine engine)
    {
        Assert.SkipWhen(EveryEngineAttribute.Missing(engine) is not null, EveryEngineAttribute.Missing(engine) ?? "");
        await using var database = await TestDatabase.CreateEmptyOnServerAsync(engine);
        await using var owner = await database.AsOwnerAsync();
        var start = database.Services.GetRequiredService<DatabaseStart>();
        Assert.NotEmpty((await Assert.ThrowsAsync<SchemaBehindException>(() => start.PrepareAsync())).Pending);
        await owner.Services.GetRequiredService<DatabaseStart>().MigrateAsync();
        await owner.Services.GetRequiredService<DatabaseStart>().MigrateAsync();
        if (engine == DatabaseEngine.SqlServer)
        {
            // Whoever may make databases may do too much to run the portal: that, and nothing else, is what is wrong.
            Assert.All((await Assert.ThrowsAsync<RowSecurityMissingException>(() => start.PrepareAsync())).Faults, fault => Assert.StartsWith("the user ", fault, StringComparison.Ordinal));
            return;
        }

        await start.PrepareAsync();
    }

    [Theory, EveryEngine]
    public async Task Prepare_OverASchemaThatAnotherVersionMade_SaysSoAndChangesNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var owner = await database.AsOwnerAsync();
        await using (var rows = owner.Directory())
        {
            await rows.Database.ExecuteSqlRawAsync("UPDATE \"__EFMigrationsHistory\" SET \"MigrationId\" = '20990101000000_Initial' WHERE \"MigrationId\" LIKE '%_Initial'");
        }

        foreach (var begin in new Func<Task>[] { () => database.Services.GetRequiredService<DatabaseStart>().PrepareAsync(), () => owner.Services.GetRequiredService<DatabaseStart>().MigrateAsync() })
        {
            var refused = await Assert.ThrowsAsync<SchemaUnknownException>(begin);
            Assert.Equal(["20990101000000_Initial"], refused.Unknown);
            Assert.StartsWith("Another version of the portal made this database", refused.Message, StringComparison.Ordinal);
        }
    }
}
