using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Compliance.Data.Triggers;

/// <summary>
/// The SQL that a migration runs, as it stood when the migration was made: kept in files, so that it never changes with the code.
/// </summary>
internal static class FrozenSql
{
    public const string Triggers = "Triggers";

    /// <summary>Servers only: SQLite is one process's file and knows no row-level security.</summary>
    public const string RowSecurity = "RowSecurity";

    private static readonly Assembly Here = typeof(FrozenSql).Assembly;

    /// <summary>
    /// Runs the file's statements. A SQL Server batch (GO ends one) goes inside EXEC(N'…'): CREATE TRIGGER must be the first statement
    /// of its batch, and in a migration script EF Core puts BEGIN TRANSACTION before it.
    /// </summary>
    public static void RunFrozenSql(this MigrationBuilder migration, DatabaseEngine engine, string name)
    {
        var sql = Read(engine, name);
        if (engine != DatabaseEngine.SqlServer)
        {
            migration.Sql(sql);
            return;
        }

        foreach (var batch in Batches(sql))
        {
            migration.Sql($"EXEC(N'{batch.Replace("'", "''", StringComparison.Ordinal)}');");
        }
    }

    /// <summary>What SQL Server is sent at once, and keeps as the text of what it made.</summary>
    public static IEnumerable<string> Batches(string sql) => sql.Split("\nGO\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every file of an engine, in the order of their names.</summary>
    public static IEnumerable<string> All(DatabaseEngine engine) => Here.GetManifestResourceNames()
        .Where(name => name.StartsWith($"{engine}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(ReadResource);

    private static string Read(DatabaseEngine engine, string name) => ReadResource($"{engine}.{name}.sql");

    private static string ReadResource(string resource)
    {
        using var stream = Here.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly holds no {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
