using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data.RowSecurity;

/// <summary>What SQL Server is asked about row-level security, and what it has to answer. The server reports, this decides.</summary>
internal static class SqlServerRowSecurity
{
    public const string AzureEdition = "5";

    public const string Edition = "SELECT N'edition' AS [Name], CAST(SERVERPROPERTY(N'EngineEdition') AS nvarchar(20)) AS [Fault]";

    /// <summary>One line a predicate: its table, and everything that makes it hold. Names and texts of the catalogue differ in their collation.</summary>
    public const string Predicates = """
        SELECT CONCAT(SCHEMA_NAME([t].[schema_id]) COLLATE DATABASE_DEFAULT, N'.', [t].[name] COLLATE DATABASE_DEFAULT) AS [Name],
            CONCAT(SCHEMA_NAME([s].[schema_id]) COLLATE DATABASE_DEFAULT, N'.', [s].[name] COLLATE DATABASE_DEFAULT,
                CASE WHEN [s].[is_enabled] = 1 THEN N' on ' ELSE N' off ' END, CASE WHEN [s].[is_schema_bound] = 1 THEN N'bound ' ELSE N'unbound ' END,
                CASE WHEN [s].[is_not_for_replication] = 0 THEN N'always ' ELSE N'not for replication ' END, CASE [p].[predicate_type] WHEN 0 THEN N'FILTER ' WHEN 1 THEN N'BLOCK ' ELSE N'? ' END,
                CASE WHEN [p].[operation] IS NULL THEN N'everything ' ELSE N'one operation ' END, [p].[predicate_definition] COLLATE DATABASE_DEFAULT) AS [Fault]
        FROM sys.security_predicates AS [p]
        INNER JOIN sys.security_policies AS [s] ON [s].[object_id] = [p].[object_id]
        INNER JOIN sys.tables AS [t] ON [t].[object_id] = [p].[target_object_id]
        """;

    public const string Function = """
        SELECT CONCAT(SCHEMA_NAME([o].[schema_id]) COLLATE DATABASE_DEFAULT, N'.', [o].[name] COLLATE DATABASE_DEFAULT) AS [Name], COALESCE([m].[definition], N'') AS [Fault]
        FROM sys.objects AS [o] LEFT OUTER JOIN sys.sql_modules AS [m] ON [m].[object_id] = [o].[object_id] WHERE [o].[name] = N'PortalOrganization'
        """;

    /// <summary>Asked are effective rights, so nested roles and inherited grants are in the answer. NULL, for a right that a version does not know, is no right.</summary>
    public static readonly string Identity = $"""
        SELECT USER_NAME() AS [Name], [r].[Fault] FROM (
            SELECT CONCAT(N'is a member of the role ', [v].[Role]) AS [Fault] FROM (VALUES {Values("db_owner", "db_ddladmin", "db_securityadmin", "db_accessadmin", "db_backupoperator")}) AS [v]([Role]) WHERE IS_ROLEMEMBER([v].[Role]) = 1
            UNION ALL
            SELECT CONCAT(N'has ', [v].[Permission], N' on the database') FROM (VALUES {Values("CONTROL", "ALTER", "TAKE OWNERSHIP", "ALTER ANY SECURITY POLICY", "ALTER ANY SCHEMA", "ALTER ANY ROLE", "ALTER ANY USER", "ALTER ANY APPLICATION ROLE", "ALTER ANY DATABASE DDL TRIGGER", "BACKUP DATABASE")}) AS [v]([Permission]) WHERE HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', [v].[Permission]) = 1
            UNION ALL
            SELECT CONCAT(N'has ', [v].[Permission], N' on the schema dbo') FROM (VALUES {Values("CONTROL", "ALTER", "TAKE OWNERSHIP")}) AS [v]([Permission]) WHERE HAS_PERMS_BY_NAME(N'dbo', N'SCHEMA', [v].[Permission]) = 1
            UNION ALL
            SELECT CONCAT(N'has ', [v].[Permission], N' on ', [o].[name] COLLATE DATABASE_DEFAULT) FROM sys.objects AS [o] CROSS JOIN (VALUES {Values("CONTROL", "ALTER", "TAKE OWNERSHIP")}) AS [v]([Permission])
            WHERE [o].[type] IN (N'U', N'IF', N'SP') AND [o].[schema_id] = SCHEMA_ID(N'dbo') AND HAS_PERMS_BY_NAME(CONCAT(N'[dbo].', QUOTENAME([o].[name])), N'OBJECT', [v].[Permission]) = 1
            UNION ALL
            SELECT CONCAT(N'may act as the user ', [u].[name] COLLATE DATABASE_DEFAULT) FROM sys.database_principals AS [u]
            WHERE [u].[type] <> N'R' AND [u].[principal_id] <> DATABASE_PRINCIPAL_ID() AND HAS_PERMS_BY_NAME(QUOTENAME([u].[name]), N'USER', N'IMPERSONATE') = 1
            UNION ALL
            SELECT CONCAT(N'may change the role ', [u].[name] COLLATE DATABASE_DEFAULT) FROM sys.database_principals AS [u]
            WHERE [u].[type] = N'R' AND HAS_PERMS_BY_NAME(QUOTENAME([u].[name]), N'ROLE', N'ALTER') = 1) AS [r]
        """;

    /// <summary>The same, of the server beneath the database. A login that may change others can become one of them.</summary>
    public static readonly string ServerIdentity = $"""
        SELECT USER_NAME() AS [Name], [r].[Fault] FROM (
            SELECT CONCAT(N'is a member of the server role ', [v].[Role]) AS [Fault] FROM (VALUES {Values("sysadmin", "securityadmin", "dbcreator")}) AS [v]([Role]) WHERE IS_SRVROLEMEMBER([v].[Role]) = 1
            UNION ALL
            SELECT CONCAT(N'has ', [v].[Permission], N' on the server') FROM (VALUES {Values("CONTROL SERVER", "ALTER ANY DATABASE", "ALTER ANY LOGIN", "ALTER ANY SERVER ROLE", "IMPERSONATE ANY LOGIN")}) AS [v]([Permission]) WHERE HAS_PERMS_BY_NAME(NULL, NULL, [v].[Permission]) = 1
            UNION ALL
            SELECT CONCAT(N'may act as the login ', [l].[name] COLLATE DATABASE_DEFAULT) FROM sys.server_principals AS [l]
            WHERE [l].[type] IN (N'S', N'U', N'G', N'E', N'X') AND [l].[sid] <> SUSER_SID() AND HAS_PERMS_BY_NAME(QUOTENAME([l].[name]), N'LOGIN', N'IMPERSONATE') = 1) AS [r]
        """;

    /// <summary>FILTER keeps rows from being seen, BLOCK from being written. Without an operation a BLOCK holds for all of them.</summary>
    private static readonly string[] Expected = [.. new[] { "BLOCK", "FILTER" }.Select(type => $"dbo.PortalTenants on bound always {type} everything [dbo].[PortalOrganization]([OrganizationId])")];

    public static IEnumerable<string> TableFaults(IEnumerable<string> tables, IEnumerable<Finding> predicates)
    {
        var found = predicates.ToLookup(p => p.Name, p => Bare(p.Fault), StringComparer.Ordinal);
        return tables.Where(table => !found[$"dbo.{table}"].Order(StringComparer.Ordinal).SequenceEqual(Expected, StringComparer.Ordinal))
            .Select(table => $"{table}: its FILTER or BLOCK predicate is missing, switched off or changed, or another stands beside it");
    }

    public static IEnumerable<string> FunctionFaults(IReadOnlyList<Finding> found)
    {
        var made = FrozenSql.All(DatabaseEngine.SqlServer).SelectMany(FrozenSql.Batches).Select(Text);
        return found is [{ Name: "dbo.PortalOrganization", Fault: var definition }] && made.Contains(Text(definition), StringComparer.Ordinal)
            ? [] : ["the function PortalOrganization is missing or changed, or another has its name"];
    }

    /// <summary>Versions differ in whether they keep a predicate's call in parentheses: <c>([dbo].[f]([c]))</c>. One pair around the whole is nothing.</summary>
    private static string Bare(string line) => line.IndexOf(" ([", StringComparison.Ordinal) is >= 0 and var at && line.EndsWith("))", StringComparison.Ordinal)
        ? string.Concat(line.AsSpan(0, at + 1), line.AsSpan(at + 2, line.Length - at - 3)) : line;

    private static string Text(string sql) => sql.ReplaceLineEndings("\n").Trim().TrimEnd(';');

    private static string Values(params string[] names) => string.Join(", ", names.Select(name => $"(N'{name}')"));
}
