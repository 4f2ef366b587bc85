using Portal.Compliance.Data;

namespace Portal.Compliance.Tests.Data.RowSecurity;

/// <summary>Writes what makes a server keep each organization's rows to itself, for all tables that organizations own.</summary>
internal static class RowSecuritySql
{
    public static string Write(IReadOnlyList<string> tables, DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.SqlServer => SqlServer(tables),
        DatabaseEngine.PostgreSql => PostgreSql(tables),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
    };

    /// <summary>A setting that was never made, or made empty, is nobody's organization: then no row is seen. The owner obeys as well.</summary>
    private static string PostgreSql(IReadOnlyList<string> tables) => """
        CREATE OR REPLACE FUNCTION public.portal_organization()
         RETURNS uuid
         LANGUAGE sql
         STABLE PARALLEL SAFE
        AS $function$
        SELECT NULLIF(current_setting('portal.organization', true), '')::uuid
        $function$;

        """.ReplaceLineEndings("\n") + string.Concat(tables.Select(table => $"""

        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY "RLS_{table}" ON "{table}" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

        """.ReplaceLineEndings("\n")));

    /// <summary>FILTER hides other organizations' rows from every read, BLOCK refuses every write that touches one.</summary>
    private static string SqlServer(IReadOnlyList<string> tables) => $"""
        CREATE FUNCTION [dbo].[PortalOrganization](@OrganizationId uniqueidentifier) RETURNS TABLE WITH SCHEMABINDING AS
        RETURN SELECT 1 AS [Own] WHERE @OrganizationId = CAST(SESSION_CONTEXT(N'OrganizationId') AS uniqueidentifier);
        GO

        CREATE SECURITY POLICY [dbo].[PortalTenants]
        {string.Join(",\n", tables.Select(table => $"    ADD FILTER PREDICATE [dbo].[PortalOrganization]([OrganizationId]) ON [dbo].[{table}],\n    ADD BLOCK PREDICATE [dbo].[PortalOrganization]([OrganizationId]) ON [dbo].[{table}]"))}
        WITH (STATE = ON, SCHEMABINDING = ON);

        """.ReplaceLineEndings("\n");
}
