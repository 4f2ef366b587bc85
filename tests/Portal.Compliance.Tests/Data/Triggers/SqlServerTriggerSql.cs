using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>Writes the trigger that a table has to have, as SQL Server wants it. Set-based: one statement may touch many rows.</summary>
internal static class SqlServerTriggerSql
{
    public static string Write(IReadOnlyEntityType entity, TableGuard guard)
    {
        var table = entity.GetTableName()!;
        var (when, refuse, message) = guard switch
        {
            // A key column that appears in SET is refused even where its value stays: old and new rows could not be told apart by key.
            TableGuard.SameOrganization => ("UPDATE", "UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)", TriggerText.SameOrganization(table)),
            TableGuard.NoUpdate => ("UPDATE", "EXISTS (SELECT 1 FROM deleted)", TriggerText.NoUpdate(table)),
            TableGuard.NoDelete => ("DELETE", "EXISTS (SELECT 1 FROM deleted)", TriggerText.NoDelete(table)),
            TableGuard.NoGaps => ("INSERT", Gaps(table), TriggerText.NoGaps),
            TableGuard.OnlyGrows => ("UPDATE", Shrinks, TriggerText.OnlyGrows),
            TableGuard.OnlyPurged => ("DELETE", $"EXISTS (SELECT 1 FROM deleted AS [row] WHERE {PurgeDoorSql.OnlyPurged(entity, DatabaseEngine.SqlServer, "row")})", TriggerText.NoDelete(table)),
            TableGuard.OnlyDue => ("INSERT", $"EXISTS (SELECT 1 FROM inserted AS [row] WHERE {PurgeDoorSql.OnlyDue(DatabaseEngine.SqlServer, "row")})", TriggerText.OnlyDue),
            TableGuard.OnlyForward => ("UPDATE", Back(entity), TriggerText.OnlyForward(table)),
            _ => throw new ArgumentOutOfRangeException(nameof(guard), guard, null),
        };
        return $"""
            CREATE TRIGGER [{TableTriggers.Name(entity, guard)}] ON [{table}] AFTER {when} AS
            BEGIN
                SET NOCOUNT ON;
                IF {refuse}
                    THROW 51000, N'{message}', 1;
            END;

            """.ReplaceLineEndings("\n");
    }

    private static string Gaps(string table) => $"""
        EXISTS (
                    SELECT 1
                    FROM (
                        SELECT [OrganizationId], MIN([Sequence]) AS [First], MAX([Sequence]) AS [Last], COUNT_BIG(*) AS [Added]
                        FROM inserted GROUP BY [OrganizationId]) AS [new]
                    WHERE [new].[First] < 0
                       OR [new].[Last] - [new].[First] + 1 <> [new].[Added]
                       OR ([new].[First] > 0 AND NOT EXISTS (
                            SELECT 1 FROM [{table}] AS [e] WHERE [e].[OrganizationId] = [new].[OrganizationId] AND [e].[Sequence] = [new].[First] - 1))
                       OR EXISTS (
                            SELECT 1 FROM [{table}] AS [e] WHERE [e].[OrganizationId] = [new].[OrganizationId] AND [e].[Sequence] > [new].[Last]))
        """;

    /// <summary>A row whose key changed has no old one beside it, and is refused too.</summary>
    private static string Back(IReadOnlyEntityType entity) => $"""
        EXISTS (
                    SELECT 1
                    FROM inserted AS [i] LEFT JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId] AND [d].[Id] = [i].[Id]
                    WHERE [d].[Id] IS NULL OR {OnlyForwardSql.Write(entity.ClrType, DatabaseEngine.SqlServer, "[d]", "[i]")})
        """;

    private const string Shrinks = """
        EXISTS (
                    SELECT 1
                    FROM inserted AS [i] INNER JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId]
                    WHERE [i].[Size] < [d].[Size]
                       OR ([i].[Size] = [d].[Size] AND ([i].[Root] <> [d].[Root] OR [i].[Frontier] <> [d].[Frontier]))
                       OR ([i].[Size] > [d].[Size] AND [i].[Size] <> (
                            SELECT COALESCE(MAX([e].[Sequence]), -1) + 1 FROM [AuditEntries] AS [e] WHERE [e].[OrganizationId] = [i].[OrganizationId])))
        """;
}
