using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Compliance.Data.Providers.Sqlite;

/// <summary>
/// Settings every SQLite connection needs: WAL, foreign keys, freed pages overwritten (a cleared credential leaves no copy), and
/// recursive triggers (without them INSERT OR REPLACE walks past a BEFORE DELETE trigger).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    public const string Sql = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
        PRAGMA recursive_triggers = ON; PRAGMA busy_timeout = 30000; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -65536;
        """;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsReadOnly(connection))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsReadOnly(connection))
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // EF Core looks whether the file exists through a read-only connection, on which a change of journal mode is an error.
    private static bool IsReadOnly(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);
}
