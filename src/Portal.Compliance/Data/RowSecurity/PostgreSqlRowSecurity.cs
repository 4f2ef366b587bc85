namespace Portal.Compliance.Data.RowSecurity;

/// <summary>What PostgreSQL is asked about row-level security, and what it has to answer.</summary>
internal static class PostgreSqlRowSecurity
{
    public const string PlainPath = "SET LOCAL search_path TO pg_catalog";

    /// <summary>
    /// Who the session is and whom it could become: membership counts, inherited or not, because SET ROLE needs no more. CREATEROLE can make
    /// itself a member, REPLICATION and the server's files show every row unfiltered, and programs run as the server itself.
    /// </summary>
    public const string Identity = """
        WITH self AS (SELECT r.oid, r.rolsuper FROM pg_roles AS r WHERE r.rolname IN (current_user, session_user)),
        reach AS (
            SELECT r.*, r.oid IN (SELECT s.oid FROM self AS s) AS own FROM pg_roles AS r
            WHERE r.oid IN (SELECT s.oid FROM self AS s)
                OR (NOT EXISTS (SELECT FROM self AS s WHERE s.rolsuper) AND (pg_has_role(current_user, r.oid, 'MEMBER') OR pg_has_role(session_user, r.oid, 'MEMBER'))))
        SELECT current_user::text AS "Name", CASE WHEN f.own THEN f.what ELSE 'could become ' || f.rolname || ', which ' || f.what END AS "Fault"
        FROM (
            SELECT r.rolname::text, r.own, CASE WHEN r.rolsuper THEN 'is a superuser' WHEN r.rolbypassrls THEN 'has BYPASSRLS' WHEN r.rolreplication THEN 'has REPLICATION'
                WHEN r.rolcreaterole THEN 'has CREATEROLE' WHEN r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program') THEN 'reaches beneath the database'
                WHEN r.oid = n.nspowner THEN 'owns the schema public'
                WHEN r.oid IN (SELECT p.proowner FROM pg_proc AS p WHERE p.pronamespace = n.oid AND p.proname = 'portal_organization') THEN 'owns the function portal_organization'
                WHEN has_schema_privilege(r.oid, n.oid, 'CREATE') THEN 'may create in the schema public' END AS what
            FROM reach AS r CROSS JOIN pg_namespace AS n WHERE n.nspname = 'public') AS f
        WHERE f.what IS NOT NULL ORDER BY f.own DESC, f.rolname
        """;

    public const string Tables = """
        SELECT c.relname::text AS "Name",
            CASE WHEN NOT c.relrowsecurity THEN 'row-level security is off'
                WHEN NOT c.relforcerowsecurity THEN 'row-level security is not forced'
                WHEN COALESCE((SELECT string_agg(p.polcmd::text || p.polpermissive::text || array_to_string(p.polroles, ',') || COALESCE(pg_get_expr(p.polqual, p.polrelid), '-') || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '-'), ';')
                    FROM pg_policy AS p WHERE p.polrelid = c.oid), '')
                    <> '*true0("OrganizationId" = public.portal_organization())("OrganizationId" = public.portal_organization())' THEN 'its policy is missing or changed, or another stands beside it'
                WHEN c.relowner IN (SELECT r.oid FROM pg_roles AS r WHERE r.rolname IN (current_user, session_user)) THEN 'this role owns it'
                WHEN pg_has_role(current_user, c.relowner, 'MEMBER') OR pg_has_role(session_user, c.relowner, 'MEMBER') THEN 'this role could become ' || pg_get_userbyid(c.relowner) || ', which owns it'
                WHEN EXISTS (SELECT FROM pg_roles AS r WHERE (pg_has_role(current_user, r.oid, 'MEMBER') OR pg_has_role(session_user, r.oid, 'MEMBER')) AND has_table_privilege(r.oid, c.oid, 'TRUNCATE, TRIGGER'))
                    THEN 'this role, or one that it could become, may empty it or add a trigger to it'
                ELSE '' END AS "Fault"
        FROM pg_class AS c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        """;

    public static IEnumerable<string> TableFaults(IEnumerable<string> tables, IEnumerable<Finding> found)
    {
        var faults = found.ToDictionary(f => f.Name, f => f.Fault, StringComparer.Ordinal);
        return tables.Select(table => (Table: table, Fault: faults.GetValueOrDefault(table, "it is not there")))
            .Where(t => t.Fault.Length > 0).Select(t => $"{t.Table}: {t.Fault}");
    }
}
