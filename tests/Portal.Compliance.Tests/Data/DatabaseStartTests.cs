using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
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
}
