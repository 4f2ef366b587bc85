using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Compliance.Tests.Trail;

/// <summary>Changes one value of one row in the file, behind the application's back.</summary>
internal static class RowFlips
{
    public static async Task<(object From, object To)> FlipAsync(SqliteConnection file, IEntityType table, IProperty column, long row)
    {
        await using var command = file.CreateCommand();
        command.CommandText = $"SELECT \"{column.GetColumnName()}\" FROM \"{table.GetTableName()}\" WHERE rowid = $row";
        command.Parameters.AddWithValue("$row", row);
        var from = await command.ExecuteScalarAsync() ?? DBNull.Value;
        // The neighbour's number is taken.
        var to = from is long number && column.IsPrimaryKey() ? number + 1_000_000 : Flipped(from, Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType);
        await SetAsync(file, table, column, row, to);
        return (from, to);
    }

    /// <summary>The least change that the column's type allows: it still reads back, so only the proof can find it.</summary>
    private static object Flipped(object value, Type type) => value switch
    {
        DBNull => type == typeof(string) || type.IsEnum ? "x" : 1L,
        long number when type == typeof(bool) => 1 - number,
        long number => number + 1,
        byte[] bytes => bytes.Length == 0 ? new byte[] { 1 } : bytes[..^1].Append((byte)(bytes[^1] ^ 1)).ToArray(),
        string text when type.IsEnum => Enum.GetNames(type).First(n => n != text),
        string text => text.Length == 0 ? "x" : text[..^1] + Other(text[^1]),
        _ => throw new NotSupportedException($"{value.GetType().Name} has no flip."),
    };

    private static char Other(char last) => last switch
    {
        >= '0' and <= '8' => (char)(last + 1),
        '9' => '8',
        >= 'A' and <= 'E' or >= 'a' and <= 'e' => (char)(last + 1),
        'F' or 'f' => (char)(last - 1),
        'x' => 'y',
        _ => 'x',
    };

    public static async Task SetAsync(SqliteConnection file, IEntityType table, IProperty column, long row, object value)
    {
        await using var command = file.CreateCommand();
        command.CommandText = $"UPDATE \"{table.GetTableName()}\" SET \"{column.GetColumnName()}\" = $value WHERE rowid = $row";
        command.Parameters.AddWithValue("$row", row);
        command.Parameters.AddWithValue("$value", value);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public static async Task<IReadOnlyList<long>> RowIdsAsync(SqliteConnection file, IEntityType table, Guid organization)
    {
        await using var command = file.CreateCommand();
        command.CommandText = $"SELECT rowid FROM \"{table.GetTableName()}\" WHERE OrganizationId = $organization ORDER BY rowid";
        command.Parameters.AddWithValue("$organization", organization.ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant());
        var rows = new List<long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetInt64(0));
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    public static async Task ExecuteAsync(SqliteConnection file, string sql)
    {
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
