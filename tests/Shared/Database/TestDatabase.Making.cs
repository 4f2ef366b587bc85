using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Compliance.Data;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Tests.Shared.Database;

internal sealed partial class TestDatabase
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private static string FileAt(string path) => new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString;

    private static async Task<string> CopyTemplateAsync()
    {
        var file = TestFolder.NewFile();
        File.Copy(await Template.Value, file);
        return FileAt(file);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var file = TestFolder.NewFile();
        await using (var database = Over(DatabaseEngine.Sqlite, FileAt(file), add: null))
        {
            await database._services.GetRequiredService<DatabaseStart>().MigrateAsync();
            await database.AddOrganizationsAsync();
        }

        // The log is folded into the file, so that copying the one file copies everything.
        await using var connection = new SqliteConnection(FileAt(file));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        await connection.CloseAsync();
        SqliteConnection.ClearPool(connection);
        return file;
    }

    private static async Task<string> CreateOnServerAsync()
    {
        var connectionString = NewOnServer();
        await using var database = Over(DatabaseEngine.SqlServer, connectionString, add: null);
        await database._services.GetRequiredService<DatabaseStart>().MigrateAsync();
        await database.AddOrganizationsAsync();
        return connectionString;
    }

    /// <summary>Migrates an empty PostgreSQL database and puts the two organizations into it.</summary>
    /// <param name="connectionString">As the role that owns the schema.</param>
    public static async Task FillTemplateAsync(string connectionString)
    {
        await using var database = Over(DatabaseEngine.PostgreSql, connectionString, add: null);
        await database._services.GetRequiredService<DatabaseStart>().MigrateAsync();
        await database.AddOrganizationsAsync();
        await using var pool = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(pool);
    }

    /// <summary>A server's database that exists and holds nothing.</summary>
    public static async Task<TestDatabase> CreateEmptyOnServerAsync(DatabaseEngine engine)
    {
        if (engine == DatabaseEngine.PostgreSql)
        {
            var empty = Over(engine, await PostgreSqlDatabases.CreateEmptyAsync(), add: null);
            empty._owned = true;
            return empty;
        }

        var connectionString = NewOnServer();
        var settings = new SqlConnectionStringBuilder(connectionString);
        var name = settings.InitialCatalog;
        settings.InitialCatalog = "master";
        await using var connection = new SqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE [{name}]";
        await command.ExecuteNonQueryAsync();
        var database = Over(DatabaseEngine.SqlServer, connectionString, add: null);
        database._owned = true;
        return database;
    }

    private static string NewOnServer() => new SqlConnectionStringBuilder(
        EveryEngineAttribute.SqlServer ?? throw new InvalidOperationException("No SQL Server is configured."))
    {
        InitialCatalog = $"PortalTest_{Guid.NewGuid():N}",
    }.ConnectionString;

    private async Task ForgetAsync()
    {
        if (Engine == DatabaseEngine.Sqlite)
        {
            await using var pool = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pool);
            return;
        }

        if (Engine == DatabaseEngine.PostgreSql)
        {
            await PostgreSqlDatabases.DropAsync(ConnectionString);
            return;
        }

        var server = new SqlConnectionStringBuilder(ConnectionString);
        var name = server.InitialCatalog;
        server.InitialCatalog = "master";
        await using var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}];";
        await command.ExecuteNonQueryAsync();
    }
}
