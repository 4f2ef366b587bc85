using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Providers;

namespace Portal.Compliance.Data.Triggers;

/// <summary>
/// Compares the triggers that the database has, and the functions they call, with those that the migrations made. Whoever owns the
/// database can drop one; then nobody should be told that history is guarded.
/// </summary>
internal static partial class TriggerCheck
{
    /// <summary>PostgreSQL keeps a trigger as a tree; the frozen SQL is written in the words in which it is read back.</summary>
    private const string PostgreSqlCatalogue = """
        SELECT t.tgname::text AS "Name", pg_get_triggerdef(t.oid, true) AS "Sql" FROM pg_trigger AS t
        INNER JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT p.proname::text, pg_get_functiondef(p.oid) FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.proname LIKE 'portal\_%'
        """;

    /// <exception cref="TriggersAlteredException">A trigger is missing, switched off, or says something else.</exception>
    public static async Task RunAsync(SchemaDbContext schema, DatabaseEngine engine, CancellationToken cancellationToken)
    {
        var created = engine == DatabaseEngine.PostgreSql ? CreatedInPostgreSql() : Created();
        var expected = FrozenSql.All(engine).SelectMany(sql => created.Matches(sql))
            .ToDictionary(m => m.Groups["name"].Value, m => Plain(m.Value), StringComparer.Ordinal);
        var found = await FoundAsync(schema, engine, cancellationToken);
        var altered = expected.Where(e => !found[e.Key].Contains(e.Value, StringComparer.Ordinal)).Select(e => e.Key).Order(StringComparer.Ordinal).ToList();
        if (altered.Count > 0)
        {
            throw new TriggersAlteredException(altered);
        }
    }

    private static async Task<ILookup<string, string>> FoundAsync(SchemaDbContext schema, DatabaseEngine engine, CancellationToken cancellationToken)
    {
        var rows = await schema.Database.SqlQueryRaw<TriggerRow>(engine switch
        {
            DatabaseEngine.Sqlite => "SELECT \"name\" AS \"Name\", \"sql\" AS \"Sql\" FROM sqlite_master WHERE \"type\" = 'trigger'",
            DatabaseEngine.SqlServer => "SELECT [t].[name] AS [Name], [m].[definition] AS [Sql] FROM sys.triggers AS [t] INNER JOIN sys.sql_modules AS [m] ON [m].[object_id] = [t].[object_id] WHERE [t].[is_disabled] = 0",
            DatabaseEngine.PostgreSql => PostgreSqlCatalogue,
            _ => throw new InvalidOperationException($"Engine {engine} has no trigger catalogue here."),
        }).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.Name, r => Plain(r.Sql), StringComparer.Ordinal);
    }

    /// <summary>Engines may keep the spaces around a statement or not.</summary>
    private static string Plain(string sql) => Spaces().Replace(sql, " ").Trim().TrimEnd(';');

    [GeneratedRegex("CREATE TRIGGER [\"\\[](?<name>\\w+)[\"\\]].*?^END;", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Created();

    [GeneratedRegex("""^CREATE TRIGGER "(?<name>\w+)"[^;]*;|^CREATE OR REPLACE FUNCTION public\.(?<name>\w+)\(.*?^\$function\$;""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CreatedInPostgreSql();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed record TriggerRow(string Name, string Sql);
}

/// <summary>The database does not guard its history as its migrations say.</summary>
public sealed class TriggersAlteredException(IReadOnlyList<string> triggers) : InvalidOperationException(
    $"The database was altered outside the portal: {triggers.Count} of its triggers are missing, switched off or changed ({string.Join(", ", triggers)}). "
    + "They keep evidence and the audit log write-once. Find out who changed them, verify the audit logs, and restore the database or its triggers before starting.")
{
    public IReadOnlyList<string> Triggers { get; } = triggers;
}
