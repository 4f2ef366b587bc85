using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data.RowSecurity;

/// <summary>
/// Looks whether a server really keeps each organization's rows to itself, for the identity that the portal runs as. Every table that an
/// organization owns has to carry exactly the predicate that the migrations made, and nothing beside it that would open it again.
/// </summary>
internal static class RowSecurityCheck
{
    private const string PostgreSqlTables = """
        SELECT c.relname::text AS "Name",
            CASE WHEN NOT c.relrowsecurity THEN 'row-level security is off'
                WHEN NOT c.relforcerowsecurity THEN 'row-level security is not forced'
                WHEN COALESCE((SELECT string_agg(p.polcmd::text || p.polpermissive::text || array_to_string(p.polroles, ',') || COALESCE(pg_get_expr(p.polqual, p.polrelid), '-') || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '-'), ';')
                    FROM pg_policy AS p WHERE p.polrelid = c.oid), '')
                    <> '*true0("OrganizationId" = portal_organization())("OrganizationId" = portal_organization())' THEN 'its policy is missing or changed, or another stands beside it'
                WHEN pg_has_role(current_user, c.relowner, 'MEMBER') THEN 'this role owns it'
                ELSE '' END AS "Fault"
        FROM pg_class AS c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        """;

    private const string PostgreSqlRole = """
        SELECT r.rolname::text AS "Name", CASE WHEN r.rolsuper THEN 'is a superuser' WHEN r.rolbypassrls THEN 'has BYPASSRLS' ELSE '' END AS "Fault"
        FROM pg_roles AS r WHERE r.rolname IN (current_user, session_user)
        """;

    /// <summary>FILTER keeps rows from being seen, BLOCK from being written. Without an operation a BLOCK holds for all of them.</summary>
    private const string SqlServerTables = """
        SELECT [t].[name] AS [Name],
            CASE WHEN (SELECT COUNT(DISTINCT [p].[predicate_type]) FROM sys.security_predicates AS [p]
                    INNER JOIN sys.security_policies AS [s] ON [s].[object_id] = [p].[object_id]
                    WHERE [p].[target_object_id] = [t].[object_id] AND [s].[is_enabled] = 1 AND [s].[is_schema_bound] = 1 AND [p].[operation] IS NULL
                      AND [p].[predicate_definition] LIKE N'%PortalOrganization%OrganizationId%') = 2
                THEN N'' ELSE N'its FILTER or BLOCK predicate is missing or switched off' END AS [Fault]
        FROM sys.tables AS [t]
        """;

    private const string SqlServerFunction = "SELECT [o].[name] AS [Name], [m].[definition] AS [Fault] FROM sys.objects AS [o] INNER JOIN sys.sql_modules AS [m] ON [m].[object_id] = [o].[object_id] WHERE [o].[name] = N'PortalOrganization'";

    /// <returns>What is wrong, in words; empty when nothing is, and on SQLite, which has no such thing.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(SchemaDbContext schema, DatabaseEngine engine, CancellationToken cancellationToken) => engine switch
    {
        DatabaseEngine.PostgreSql =>
        [
            .. (await AskAsync(schema, PostgreSqlRole, cancellationToken)).Where(r => r.Fault.Length > 0).Select(r => $"the role {r.Name} {r.Fault}"),
            .. Tables(schema, await AskAsync(schema, PostgreSqlTables, cancellationToken)),
        ],
        DatabaseEngine.SqlServer =>
        [
            .. FunctionFaults(await AskAsync(schema, SqlServerFunction, cancellationToken)),
            .. Tables(schema, await AskAsync(schema, SqlServerTables, cancellationToken)),
        ],
        _ => [],
    };

    private static IEnumerable<string> Tables(SchemaDbContext schema, IEnumerable<Finding> found)
    {
        var faults = found.ToDictionary(f => f.Name, f => f.Fault, StringComparer.Ordinal);
        return schema.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal)
            .Select(table => (Table: table, Fault: faults.GetValueOrDefault(table, "it is not there")))
            .Where(t => t.Fault.Length > 0).Select(t => $"{t.Table}: {t.Fault}");
    }

    private static IEnumerable<string> FunctionFaults(List<Finding> found)
    {
        var frozen = Triggers.FrozenSql.All(DatabaseEngine.SqlServer).Select(Plain).ToList();
        return found is [{ Fault: var definition }] && frozen.Any(sql => sql.Contains(Plain(definition).TrimEnd(';'), StringComparison.Ordinal))
            ? [] : ["the function PortalOrganization is missing or changed"];
    }

    private static string Plain(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<List<Finding>> AskAsync(SchemaDbContext schema, string sql, CancellationToken cancellationToken) =>
        schema.Database.SqlQueryRaw<Finding>(sql).ToListAsync(cancellationToken);

    private sealed record Finding(string Name, string Fault);
}

/// <summary>The server does not keep organizations apart for the identity that the portal runs as.</summary>
public sealed class RowSecurityMissingException(IReadOnlyList<string> faults) : InvalidOperationException(
    $"Row-level security does not hold on this database: {string.Join("; ", faults)}. "
    + "Run the portal under a role that owns nothing (docs/databases.md), and let --migrate run under the one that owns the schema. "
    + "In Development only, Database:AllowWithoutRowSecurity=true starts nevertheless.")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
