using System.Runtime.CompilerServices;
using Npgsql;

namespace Portal.Tests.Shared.Database.PostgreSql;

/// <summary>
/// Databases on the test server, set up as docs/databases.md says: one role owns the schema, the portal runs as another that owns
/// nothing. A test's database is a copy of one that this process migrated once.
/// </summary>
internal static class PostgreSqlDatabases
{
    public const string Owner = "portal_owner";
    public const string Application = "portal_app";

    /// <summary>A database that is to go when the process ends; tests' own go with the test.</summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    // A template is copied by one at a time.
    private static readonly SemaphoreSlim Copying = new(1);

    /// <summary>Migrated, with the two organizations in it.</summary>
    /// <returns>The application's connection string.</returns>
    public static async Task<string> CopyAsync()
    {
        var template = await Template.Value;
        await Copying.WaitAsync();
        try
        {
            return await CreateAsync($"TEMPLATE \"{template}\"");
        }
        finally
        {
            Copying.Release();
        }
    }

    /// <summary>The roles and their grants, and no table.</summary>
    /// <inheritdoc cref="CopyAsync"/>
    public static async Task<string> CreateEmptyAsync()
    {
        var connectionString = await CreateAsync("TEMPLATE template0");
        await RunAsync(await AsAsync(connectionString, null), await File.ReadAllTextAsync(RolesScript()));
        return connectionString;
    }

    /// <summary>The same database as another role; null for the administrator.</summary>
    public static async Task<string> AsAsync(string connectionString, string? role)
    {
        var administrator = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.AdministratorAsync());
        var database = new NpgsqlConnectionStringBuilder(connectionString) { Username = role ?? administrator.Username };
        database.Password = role is null ? administrator.Password : database.Password;
        return database.ConnectionString;
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task DropAsync(string connectionString)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await RunAsync(await PostgreSqlServer.AdministratorAsync(), $"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var connectionString = await CreateEmptyAsync();
        await TestDatabase.FillTemplateAsync(await AsAsync(connectionString, Owner));
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private static async Task<string> CreateAsync(string options)
    {
        var administrator = await PostgreSqlServer.AdministratorAsync();
        var name = $"portal_test_{Guid.NewGuid():N}";
        await RunAsync(administrator, $"CREATE DATABASE \"{name}\" {options}");
        return new NpgsqlConnectionStringBuilder(administrator) { Database = name, Username = Application, Pooling = true }.ConnectionString;
    }

    private static string RolesScript([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../tools/postgresql-roles.sql"));
}
