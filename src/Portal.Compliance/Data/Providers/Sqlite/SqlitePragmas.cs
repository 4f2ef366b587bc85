using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Portal.Compliance.Data.Providers.Sqlite;

/// <summary>
/// Settings every SQLite connection needs: WAL, foreign keys, freed pages overwritten (a cleared credential leaves no copy), and
/// recursive triggers (without them INSERT OR REPLACE walks past a BEFORE DELETE trigger). They last as long as the engine's own handle,
/// which the pool keeps, so each handle is told once and not at every opening.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public const string Sql = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
        PRAGMA recursive_triggers = ON; PRAGMA busy_timeout = 30000; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -65536;
        """;

    // Handles of all pools: two hosts over one file share them.
    private static readonly ConditionalWeakTable<sqlite3, Told> Handles = [];

    private volatile bool _hurried;

    /// <summary>
    /// Commits are not waited for one by one (<c>synchronous = NORMAL</c>): a power cut may take the newest of them, never a part of one.
    /// Connections follow when they are opened next.
    /// </summary>
    public bool Hurried
    {
        get => _hurried;
        set => _hurried = value;
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (ToSay(connection) is { } sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
            Said(connection, sql);
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (ToSay(connection) is { } sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
            Said(connection, sql);
        }
    }

    private string? ToSay(DbConnection connection)
    {
        // EF Core looks whether the file exists through a read-only connection, on which a change of journal mode is an error.
        if (connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var wanted = _hurried ? Sql + "PRAGMA synchronous = NORMAL;" : Sql;
        return Handles.TryGetValue(HandleOf(connection), out var told) && told.Sql == wanted ? null : wanted;
    }

    private static void Said(DbConnection connection, string sql) => Handles.AddOrUpdate(HandleOf(connection), new Told(sql));

    private static sqlite3 HandleOf(DbConnection connection) => ((SqliteConnection)connection).Handle!;

    private sealed record Told(string Sql);
}
