using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>Writes the trigger that a table has to have, as SQLite wants it.</summary>
internal static partial class SqliteTriggerSql
{
    public static string Write(IReadOnlyEntityType entity, TableGuard guard)
    {
        var table = entity.GetTableName()!;
        var head = $"CREATE TRIGGER \"{TableTriggers.Name(entity, guard)}\"";
        return guard switch
        {
            TableGuard.SameOrganization => Body($"{head} BEFORE UPDATE OF \"OrganizationId\" ON \"{table}\"\nWHEN NEW.\"OrganizationId\" IS NOT OLD.\"OrganizationId\"", TriggerText.SameOrganization(table)),
            TableGuard.NoUpdate => Body($"{head} BEFORE UPDATE ON \"{table}\"", TriggerText.NoUpdate(table)),
            TableGuard.NoDelete => Body($"{head} BEFORE DELETE ON \"{table}\"", TriggerText.NoDelete(table)),
            TableGuard.NoReplace => Body($"{head} BEFORE INSERT ON \"{table}\"\nWHEN {string.Join("\n  OR ", Conflicts(entity, table))}", TriggerText.NoReplace(table)),
            TableGuard.NoGaps => Body(
                $"""
                {head} BEFORE INSERT ON "{table}"
                WHEN NEW."Sequence" IS NOT (SELECT COALESCE(MAX("Sequence"), -1) + 1 FROM "{table}" WHERE "OrganizationId" = NEW."OrganizationId")
                """, TriggerText.NoGaps),
            TableGuard.OnlyGrows => Body(
                $"""
                {head} BEFORE UPDATE ON "{table}"
                WHEN NEW."Size" < OLD."Size"
                  OR (NEW."Size" = OLD."Size" AND (NEW."Root" IS NOT OLD."Root" OR NEW."Frontier" IS NOT OLD."Frontier"))
                  OR (NEW."Size" > OLD."Size" AND NEW."Size" IS NOT (SELECT COALESCE(MAX("Sequence"), -1) + 1 FROM "AuditEntries" WHERE "OrganizationId" = NEW."OrganizationId"))
                """, TriggerText.OnlyGrows),
            TableGuard.OnlyPurged => Body($"{head} BEFORE DELETE ON \"{table}\"\nWHEN {PurgeDoorSql.OnlyPurged(entity, DatabaseEngine.Sqlite, "OLD")}", TriggerText.NoDelete(table)),
            TableGuard.OnlyDue => Body($"{head} BEFORE INSERT ON \"{table}\"\nWHEN {PurgeDoorSql.OnlyDue(DatabaseEngine.Sqlite, "NEW")}", TriggerText.OnlyDue),
            TableGuard.OnlyForward => Body($"{head} BEFORE UPDATE ON \"{table}\"\nWHEN {OnlyForwardSql.Write(entity.ClrType, DatabaseEngine.Sqlite, "OLD", "NEW")}", TriggerText.OnlyForward(table)),
            _ => throw new ArgumentOutOfRangeException(nameof(guard), guard, null),
        };
    }

    private static string Body(string head, string message) => $"{head.ReplaceLineEndings("\n")}\nBEGIN\n    SELECT RAISE(ABORT, '{message}');\nEND;\n";

    /// <summary>Everything by which an INSERT OR REPLACE could push out a row: each unique index, the key, and the rowid beneath.</summary>
    private static IEnumerable<string> Conflicts(IReadOnlyEntityType entity, string table)
    {
        yield return Exists(table, entity.FindPrimaryKey()!.Properties, filter: null);
        foreach (var index in entity.GetIndexes().Where(i => i.IsUnique))
        {
            yield return Exists(table, index.Properties, index.GetFilter());
        }

        yield return $"(NEW.rowid > 0 AND EXISTS (SELECT 1 FROM \"{table}\" WHERE rowid = NEW.rowid))";
    }

    private static string Exists(string table, IEnumerable<IReadOnlyProperty> columns, string? filter)
    {
        var equal = string.Join(" AND ", columns.Select(c => $"\"{c.GetColumnName()}\" = NEW.\"{c.GetColumnName()}\""));
        return filter is null
            ? $"EXISTS (SELECT 1 FROM \"{table}\" WHERE {equal})"
            : $"({Quoted().Replace(filter, "NEW.$0")} AND EXISTS (SELECT 1 FROM \"{table}\" WHERE {equal} AND {filter}))";
    }

    [GeneratedRegex("\"[A-Za-z]+\"")]
    private static partial Regex Quoted();
}
