using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Providers;

namespace Portal.Compliance.Data.Triggers;

/// <summary>
/// Compares the triggers that the database has, and the functions they call, with those that the migrations made. Whoever owns the
/// database can drop one, or add one that rewrites rows; then nobody should be told that history is guarded.
/// </summary>
internal static partial class TriggerCheck
{
    /// <summary>
    /// PostgreSQL keeps a trigger as a tree; the frozen SQL is written in the words in which it is read back. A rule can rewrite what
    /// a statement does as well as a trigger can, and the migrations make none.
    /// </summary>
    public const string PostgreSqlCatalogue = """
        SELECT t.tgname::text AS "Name", c.relname::text AS "On",
            pg_get_triggerdef(t.oid, true) || CASE WHEN p.pronamespace <> 'public'::regnamespace THEN ' of another schema' WHEN t.tgenabled NOT IN ('O', 'A') THEN ' switched off' ELSE '' END AS "Sql"
        FROM pg_trigger AS t INNER JOIN pg_class AS c ON c.oid = t.tgrelid INNER JOIN pg_proc AS p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT r.rulename::text, c.relname::text, pg_get_ruledef(r.oid) FROM pg_rewrite AS r
        INNER JOIN pg_class AS c ON c.oid = r.ev_class
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT p.proname::text, '', pg_get_functiondef(p.oid) FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.proname LIKE 'portal\_%'
        """;

    /// <summary>Triggers of the database itself included: they fire when somebody changes the schema. One in another language, or encrypted, has no text.</summary>
    public const string SqlServerCatalogue = """
        SELECT [t].[name] AS [Name], CASE WHEN [t].[parent_class] = 0 THEN N'the database' ELSE COALESCE(OBJECT_NAME([t].[parent_id]), N'?') END AS [On],
            CONCAT(CASE WHEN [t].[is_disabled] = 1 THEN N'switched off ' WHEN [t].[is_not_for_replication] = 1 THEN N'not for replication ' ELSE N'' END, [m].[definition]) AS [Sql]
        FROM sys.triggers AS [t] LEFT OUTER JOIN sys.sql_modules AS [m] ON [m].[object_id] = [t].[object_id] WHERE [t].[is_ms_shipped] = 0
        """;

    private const string SqliteCatalogue = "SELECT \"name\" AS \"Name\", \"tbl_name\" AS \"On\", \"sql\" AS \"Sql\" FROM sqlite_master WHERE \"type\" = 'trigger'";

    /// <exception cref="TriggersAlteredException">A trigger is missing, switched off, says something else, or is none of ours.</exception>
    public static async Task RunAsync(SchemaDbContext schema, DatabaseEngine engine, CancellationToken cancellationToken)
    {
        var found = await schema.Database.SqlQueryRaw<TriggerRow>(engine switch
        {
            DatabaseEngine.Sqlite => SqliteCatalogue,
            DatabaseEngine.SqlServer => SqlServerCatalogue,
            DatabaseEngine.PostgreSql => PostgreSqlCatalogue,
            _ => throw new InvalidOperationException($"Engine {engine} has no trigger catalogue here."),
        }).ToListAsync(cancellationToken);
        var (altered, added) = Compare(engine, found);
        if (altered.Count + added.Count > 0)
        {
            throw new TriggersAlteredException(altered, added);
        }
    }

    /// <returns>Names of ours that do not stand there as they were made, and what stands there that nobody made.</returns>
    public static (IReadOnlyList<string> Altered, IReadOnlyList<string> Added) Compare(DatabaseEngine engine, IReadOnlyList<TriggerRow> found)
    {
        var created = engine == DatabaseEngine.PostgreSql ? CreatedInPostgreSql() : Created();
        var expected = FrozenSql.All(engine).SelectMany(sql => created.Matches(sql))
            .ToDictionary(m => m.Groups["name"].Value, m => Plain(m.Value), StringComparer.Ordinal);
        var texts = found.ToLookup(r => r.Name, r => Plain(r.Sql), StringComparer.Ordinal);
        var altered = expected.Where(e => !texts[e.Key].Contains(e.Value, StringComparer.Ordinal)).Select(e => e.Key).Order(StringComparer.Ordinal).ToList();
        // A name of ours counts once: on PostgreSQL each table has names of its own. What was altered has been named.
        var added = found.Where(r => r.On.Length > 0 && expected.GetValueOrDefault(r.Name) != Plain(r.Sql) && !altered.Contains(r.Name, StringComparer.Ordinal))
            .Select(r => $"{r.Name} on {r.On}").Order(StringComparer.Ordinal).ToList();
        return (altered, added);
    }

    /// <summary>Engines keep a text as it was sent, but for its end. Spaces count: they end comments.</summary>
    private static string Plain(string sql) => sql.ReplaceLineEndings("\n").Trim().TrimEnd(';');

    [GeneratedRegex("CREATE TRIGGER [\"\\[](?<name>\\w+)[\"\\]].*?^END;", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Created();

    [GeneratedRegex("""^CREATE TRIGGER "(?<name>\w+)"[^;]*;|^CREATE OR REPLACE FUNCTION public\.(?<name>\w+)\(.*?^\$function\$;""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CreatedInPostgreSql();
}

/// <param name="On">The table; empty for a function, which does nothing until a trigger calls it.</param>
internal sealed record TriggerRow(string Name, string On, string Sql);

/// <summary>The database does not guard its history as its migrations say.</summary>
public sealed class TriggersAlteredException(IReadOnlyList<string> altered, IReadOnlyList<string> added) : InvalidOperationException(
    "The database was altered outside the portal: "
    + (altered.Count == 0 ? "" : $"{altered.Count} of its triggers are missing, switched off or changed ({string.Join(", ", altered)}). They keep evidence and the audit log write-once. ")
    + (added.Count == 0 ? "" : $"{added.Count} triggers or rules stand there that the portal did not make ({string.Join(", ", added)}). They can rewrite what is stored. Read what they do, then drop them. ")
    + "Find out who did it, verify the audit logs, and restore the database or its triggers before starting.")
{
    public IReadOnlyList<string> Triggers { get; } = altered;

    /// <summary>As "name on table".</summary>
    public IReadOnlyList<string> Added { get; } = added;
}
