using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Providers.Sqlite;

public sealed class SqlitePragmasTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("secure_delete", "1")]
    [InlineData("recursive_triggers", "1")]
    [InlineData("busy_timeout", "30000")]
    public async Task Pragma_OnEveryConnectionOfEveryContext_IsSet(string pragma, string expected)
    {
        await using var database = await TestDatabase.CreateAsync();
        // Twice each: the second time the connection comes out of the pool.
        for (var i = 0; i < 2; i++)
        {
            await using var rows = database.Rows(database.Acme);
            Assert.Equal(expected, await ReadAsync(rows, pragma));
            await using var directory = database.Directory();
            Assert.Equal(expected, await ReadAsync(directory, pragma));
        }
    }

    [Fact]
    public async Task Hurried_WhileItLastsAndAfterwards_IsFollowedByPooledConnections()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var warm = database.Rows(database.Acme);
        Assert.Equal("2", await ReadAsync(warm, "synchronous"));
        await warm.Database.CloseConnectionAsync();

        await database.Services.GetRequiredService<HurriedWrites>().DuringAsync(async () =>
        {
            await using var rows = database.Rows(database.Acme);
            Assert.Equal("1", await ReadAsync(rows, "synchronous"));
            Assert.Equal("1", await ReadAsync(rows, "secure_delete"));
        }, CancellationToken.None);

        await using var after = database.Rows(database.Acme);
        Assert.Equal("2", await ReadAsync(after, "synchronous"));
    }

    [Fact]
    public async Task Credential_OnceCleared_IsNowhereInTheFile()
    {
        await using var database = await TestDatabase.CreateAsync();
        var filled = await SampleOrganization.FillAsync(database, database.Acme);
        var id = ((Connection)filled.Single(f => f.Key.ClrType == typeof(Connection)).Value).Id;
        var canary = System.Security.Cryptography.RandomNumberGenerator.GetBytes(64);
        await SetAsync(database, id, canary);
        Assert.Equal(1, Occurrences(await BytesAsync(database), canary));
        await SetAsync(database, id, null);
        Assert.Equal(0, Occurrences(await BytesAsync(database), canary));
    }

    private static async Task SetAsync(TestDatabase database, Guid id, byte[]? credential)
    {
        await using var rows = database.Rows(database.Acme);
        (await rows.Set<Connection>().AsTracking().SingleAsync(c => c.Id == id)).SealedCredential = credential;
        await rows.SaveChangesAsync();
    }

    /// <summary>File and log together, after the log was folded in.</summary>
    private static async Task<byte[]> BytesAsync(TestDatabase database)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        return [.. await File.ReadAllBytesAsync(file), .. File.Exists(file + "-wal") ? await File.ReadAllBytesAsync(file + "-wal") : []];
    }

    private static int Occurrences(ReadOnlySpan<byte> all, ReadOnlySpan<byte> part)
    {
        var count = 0;
        for (var at = all.IndexOf(part); at >= 0; at = all.IndexOf(part))
        {
            count++;
            all = all[(at + 1)..];
        }

        return count;
    }

    private static async Task<string> ReadAsync(DbContext context, string pragma)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return FormattableString.Invariant($"{await command.ExecuteScalarAsync()}");
    }
}
