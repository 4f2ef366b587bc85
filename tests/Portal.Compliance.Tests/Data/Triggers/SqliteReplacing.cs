using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>Every way to push a row out by INSERT OR REPLACE: by its key, by each unique index, by the rowid beneath.</summary>
internal static class SqliteReplacing
{
    public static IEnumerable<string> Ways(IEntityType type)
    {
        var table = type.GetTableName()!;
        var columns = string.Join(", ", type.GetProperties().Select(p => Quote(p.GetColumnName())));
        var keys = type.GetKeys().Select(k => k.Properties).Concat(type.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties)).ToList();
        foreach (var key in keys)
        {
            yield return $"INSERT OR REPLACE INTO \"{table}\" ({columns}) SELECT {Values(type, keys, key)} FROM \"{table}\" LIMIT 1";
        }

        yield return $"INSERT OR REPLACE INTO \"{table}\" (rowid, {columns}) SELECT rowid, {Values(type, keys, same: null)} FROM \"{table}\" LIMIT 1";
        yield return $"REPLACE INTO \"{table}\" SELECT * FROM \"{table}\"";
    }

    /// <summary>The row as it is, but with other values in every key column outside <paramref name="same"/>: only that key collides.</summary>
    private static string Values(IEntityType type, IReadOnlyList<IReadOnlyList<IProperty>> keys, IReadOnlyList<IProperty>? same) =>
        string.Join(", ", type.GetProperties().Select(p =>
            same?.Contains(p) == true || p.Name == "OrganizationId" || !keys.Any(k => k.Contains(p)) ? Quote(p.GetColumnName()) : Other(p)));

    public static async Task TryAsync(string connectionString, string sql, string recursiveTriggers)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // What somebody with the sqlite3 shell has: no foreign keys, triggers not recursive.
        command.CommandText = $"PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = {recursiveTriggers};";
        await command.ExecuteNonQueryAsync();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string Quote(string column) => $"\"{column}\"";

    private static string Other(IProperty property) => property.ClrType switch
    {
        var t when t == typeof(Guid) => "'FFFFFFFF-0000-7000-8000-000000000001'",
        var t when t == typeof(string) => "'other'",
        var t when t == typeof(DateOnly) => "'1999-12-31'",
        _ => "99",
    };
}
