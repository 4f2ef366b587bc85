using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;
using Portal.Compliance.Keys;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>
/// Writes the trigger that a table has to have, as PostgreSQL reads it back from its catalogue, so that the start can compare text with
/// text. Conditions are inside functions, whose bodies it keeps word by word; a search path of their own keeps temporary tables out.
/// </summary>
internal static class PostgreSqlTriggerSql
{
    public static IReadOnlyDictionary<string, string> Functions { get; } = new[]
    {
        Function("portal_refuse", """
            BEGIN
                RAISE EXCEPTION '%', TG_ARGV[0];
            END;
            """),
        Function("portal_same_organization", """
            BEGIN
                IF NEW."OrganizationId" IS DISTINCT FROM OLD."OrganizationId" THEN
                    RAISE EXCEPTION '%', TG_ARGV[0];
                END IF;
                RETURN NEW;
            END;
            """),
        Function("portal_no_gaps", """
            BEGIN
                IF NEW."Sequence" IS DISTINCT FROM (
                        SELECT COALESCE(MAX(e."Sequence"), -1) + 1 FROM "AuditEntries" AS e WHERE e."OrganizationId" = NEW."OrganizationId") THEN
                    RAISE EXCEPTION '%', TG_ARGV[0];
                END IF;
                RETURN NEW;
            END;
            """),
        Function("portal_only_grows", """
            BEGIN
                IF NEW."Size" < OLD."Size"
                    OR (NEW."Size" = OLD."Size" AND (NEW."Root" IS DISTINCT FROM OLD."Root" OR NEW."Frontier" IS DISTINCT FROM OLD."Frontier"))
                    OR (NEW."Size" > OLD."Size" AND NEW."Size" IS DISTINCT FROM (
                        SELECT COALESCE(MAX(e."Sequence"), -1) + 1 FROM "AuditEntries" AS e WHERE e."OrganizationId" = NEW."OrganizationId")) THEN
                    RAISE EXCEPTION '%', TG_ARGV[0];
                END IF;
                RETURN NEW;
            END;
            """),
        Guard("portal_only_purged_evidence", PurgeDoorSql.OnlyPurgedEvidence(DatabaseEngine.PostgreSql, "OLD"), "OLD"),
        Guard("portal_only_purged_details", PurgeDoorSql.OnlyPurgedDetails(DatabaseEngine.PostgreSql, "OLD"), "OLD"),
        Guard("portal_only_due", PurgeDoorSql.OnlyDue(DatabaseEngine.PostgreSql, "NEW"), "NEW"),
        Guard("portal_only_forward_connections", OnlyForwardSql.Write(typeof(Connection), DatabaseEngine.PostgreSql, "OLD", "NEW"), "NEW"),
        Guard("portal_only_forward_data_keys", OnlyForwardSql.Write(typeof(DataKey), DatabaseEngine.PostgreSql, "OLD", "NEW"), "NEW"),
        Guard("portal_only_forward_key_requests", OnlyForwardSql.Write(typeof(KeyRequest), DatabaseEngine.PostgreSql, "OLD", "NEW"), "NEW"),
    }.ToDictionary();

    public static string Write(IReadOnlyEntityType entity, TableGuard guard)
    {
        var table = entity.GetTableName()!;
        var (when, each, function, message) = guard switch
        {
            TableGuard.SameOrganization => ("UPDATE", "ROW", "portal_same_organization", TriggerText.SameOrganization(table)),
            TableGuard.NoUpdate => ("UPDATE", "ROW", "portal_refuse", TriggerText.NoUpdate(table)),
            TableGuard.NoDelete => ("DELETE", "ROW", "portal_refuse", TriggerText.NoDelete(table)),
            TableGuard.OnlyPurged => ("DELETE", "ROW", entity.ClrType == typeof(AuditDetail) ? "portal_only_purged_details" : "portal_only_purged_evidence", TriggerText.NoDelete(table)),
            TableGuard.OnlyDue => ("INSERT", "ROW", "portal_only_due", TriggerText.OnlyDue),
            TableGuard.NoTruncate => ("TRUNCATE", "STATEMENT", "portal_refuse", TriggerText.NoTruncate(table)),
            TableGuard.NoGaps => ("INSERT", "ROW", "portal_no_gaps", TriggerText.NoGaps),
            TableGuard.OnlyGrows => ("UPDATE", "ROW", "portal_only_grows", TriggerText.OnlyGrows),
            TableGuard.OnlyForward => ("UPDATE", "ROW", Forward(entity), TriggerText.OnlyForward(table)),
            _ => throw new ArgumentOutOfRangeException(nameof(guard), guard, null),
        };
        return $"CREATE TRIGGER \"{TableTriggers.Name(entity, guard)}\" BEFORE {when} ON \"{table}\" FOR EACH {each} EXECUTE FUNCTION {function}('{message}');\n";
    }

    private static string Forward(IReadOnlyEntityType entity) =>
        entity.ClrType == typeof(Connection) ? "portal_only_forward_connections"
        : entity.ClrType == typeof(DataKey) ? "portal_only_forward_data_keys" : "portal_only_forward_key_requests";

    private static KeyValuePair<string, string> Guard(string name, string refuse, string row) => Function(name, $"""
        BEGIN
            IF {refuse} THEN
                RAISE EXCEPTION '%', TG_ARGV[0];
            END IF;
            RETURN {row};
        END;
        """);

    private static KeyValuePair<string, string> Function(string name, string body) => new(name, $"""
        CREATE OR REPLACE FUNCTION public.{name}()
         RETURNS trigger
         LANGUAGE plpgsql
         SET search_path TO 'public', 'pg_temp'
        AS $function$
        {body}
        $function$;

        """.ReplaceLineEndings("\n"));
}
