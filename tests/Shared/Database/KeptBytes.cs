using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using Portal.Compliance.Data;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Tests.Shared.Database;

/// <summary>
/// Everything a database keeps, as bytes to search. SQLite: its files, log included. PostgreSQL: the files of the database and the write-ahead log, as the
/// server has them on disk, and each row, since a long value is compressed in the files. SQL Server, whose files cannot be read beside it: each row.
/// </summary>
internal static class KeptBytes
{
    public static async Task<List<(string Where, byte[] Bytes)>> ReadAsync(TestDatabase database) => database.Engine switch
    {
        DatabaseEngine.Sqlite => await SqliteAsync(database.ConnectionString),
        DatabaseEngine.PostgreSql => await PostgreSqlAsync(await PostgreSqlDatabases.AsAsync(database.ConnectionString, role: null)),
        DatabaseEngine.SqlServer => await SqlServerAsync(database.ConnectionString),
        _ => throw new ArgumentOutOfRangeException(nameof(database), database.Engine, null),
    };

    /// <summary>The files as they are, then once more with what only the log held moved into the file.</summary>
    private static async Task<List<(string, byte[])>> SqliteAsync(string connectionString)
    {
        var kept = Files();
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        await command.ExecuteNonQueryAsync();
        return [.. kept, .. Files()];

        List<(string, byte[])> Files()
        {
            var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
            return [.. Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*").Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
        }
    }

    /// <param name="administrator">Policies hide no row from it, and it may read the server's files.</param>
    private static async Task<List<(string, byte[])>> PostgreSqlAsync(string administrator)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await PostgreSqlDatabases.RunAsync(administrator, "CHECKPOINT");
        var kept = await RowsAsync(connection, await NamesAsync(connection, """
            SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """));
        var files = await NamesAsync(connection, """
            SELECT 'base/' || d.oid || '/' || f FROM pg_database d, pg_ls_dir('base/' || d.oid) f WHERE d.datname = current_database() AND f ~ '^[0-9]'
            UNION ALL SELECT 'pg_wal/' || f.name FROM pg_ls_waldir() f
            """);
        foreach (var file in files)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_read_binary_file($1, 0, 134217728, true)";
            command.Parameters.Add(new NpgsqlParameter { Value = file });
            if (await command.ExecuteScalarAsync() is byte[] bytes)
            {
                kept.Add((file, bytes));
            }
        }

        return kept;
    }

    private static async Task<List<(string, byte[])>> SqlServerAsync(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var open = connection.CreateCommand())
        {
            // Only the owner's identity of a test may do this: without it each table shows its rows to no tenant.
            open.CommandText = "IF EXISTS (SELECT 1 FROM sys.security_policies WHERE name = 'PortalTenants') ALTER SECURITY POLICY PortalTenants WITH (STATE = OFF)";
            await open.ExecuteNonQueryAsync();
        }

        return await RowsAsync(connection, await NamesAsync(connection, "SELECT QUOTENAME(SCHEMA_NAME(schema_id)) + '.' + QUOTENAME(name) FROM sys.tables"));
    }

    private static async Task<List<string>> NamesAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Text as UTF-8, bytes as they are, everything else as it prints; one stretch of bytes a table.</summary>
    private static async Task<List<(string, byte[])>> RowsAsync(DbConnection connection, List<string> tables)
    {
        var kept = new List<(string, byte[])>();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            using var bytes = new MemoryStream();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    bytes.Write(reader.GetValue(column) is byte[] value
                        ? value
                        : Encoding.UTF8.GetBytes(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? ""));
                    bytes.WriteByte((byte)'\n');
                }
            }

            kept.Add(($"rows of {table}", bytes.ToArray()));
        }

        return kept;
    }
}
