using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>
/// What the purge door's triggers refuse, the same on every engine but for quotes and how an id becomes text. A permit (p) is open while
/// the entry (o) it stands on is its organization's last. Thirteen months and more never come to fewer than thirty days each.
/// </summary>
internal static partial class PurgeDoorSql
{
    private const string ThirtyDays = "25920000000000";

    /// <param name="row">What the engine calls the row that goes.</param>
    public static string OnlyPurged(IReadOnlyEntityType entity, DatabaseEngine engine, string row) =>
        entity.ClrType == typeof(AuditDetail) ? OnlyPurgedDetails(engine, row) : OnlyPurgedEvidence(engine, row);

    public static string OnlyPurgedEvidence(DatabaseEngine engine, string row) => In(engine, row, Evidence);

    public static string OnlyPurgedDetails(DatabaseEngine engine, string row) => In(engine, row, Details);

    /// <param name="row">What the engine calls the record that comes.</param>
    public static string OnlyDue(DatabaseEngine engine, string row) => In(engine, row, Due);

    private const string Last = """
        p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")
        """;

    private static string Granted(string months) => $"""
        o."Action" = 'retention.purge_permitted' AND o."SubjectId" = @id AND {Last}
                  AND p."CutOff" <= o."At" - p."Months" * CAST({ThirtyDays} AS bigint)
                  AND ((p."RuleId" IS NULL AND p."Months" = 84) OR EXISTS (
                    SELECT 1 FROM "RetentionRules" AS q WHERE q."OrganizationId" = p."OrganizationId" AND q."Id" = p."RuleId"
                      AND q."{months}" = p."Months" AND q."EffectiveFrom" <= o."At"))
                  AND p."Months" >= 13
        """;

    private const string Opened = """
        "PurgePermits" AS p INNER JOIN "AuditEntries" AS o ON o."OrganizationId" = p."OrganizationId" AND o."Sequence" = p."Sequence"
        """;

    private static readonly string Evidence = $"""
        NOT EXISTS (
                SELECT 1 FROM "EvidencePurges" AS r INNER JOIN "PurgePermits" AS p ON p."OrganizationId" = r."OrganizationId" AND p."Id" = r."PermitId"
                WHERE r."OrganizationId" = @row."OrganizationId" AND r."EvidenceId" = @row."EvidenceId" AND {Last})
        """;

    private static readonly string Details = $"""
        NOT EXISTS (
                SELECT 1 FROM {Opened}
                INNER JOIN "AuditEntries" AS e ON e."OrganizationId" = p."OrganizationId" AND e."Sequence" = @row."Sequence"
                WHERE p."OrganizationId" = @row."OrganizationId" AND p."What" = 'AuditDetails'
                  AND e."Sequence" >= p."FirstSequence" AND e."Sequence" <= p."LastSequence" AND e."At" < p."CutOff"
                  AND {Granted("AuditDetailMonths")})
        """;

    private static readonly string Due = $"""
        NOT EXISTS (
                SELECT 1 FROM {Opened}
                INNER JOIN "Evidence" AS v ON v."OrganizationId" = p."OrganizationId" AND v."Id" = @row."EvidenceId"
                WHERE p."OrganizationId" = @row."OrganizationId" AND p."Id" = @row."PermitId" AND p."What" = 'Evidence'
                  AND v."FirstObservedAt" < p."CutOff"
                  AND NOT EXISTS (
                    SELECT 1 FROM "Observations" AS b WHERE b."OrganizationId" = v."OrganizationId" AND b."EvidenceId" = v."Id" AND b."AsOf" >= p."CutOff")
                  AND NOT EXISTS (
                    SELECT 1 FROM "EvidenceFreezes" AS f WHERE f."OrganizationId" = v."OrganizationId" AND f."EvidenceId" = v."Id" AND f."FrozenUntil" > o."At")
                  AND {Granted("EvidenceMonths")})
        """;

    private static string In(DatabaseEngine engine, string row, string sql)
    {
        var text = sql.ReplaceLineEndings("\n").Replace("@id", engine switch
        {
            DatabaseEngine.Sqlite => "LOWER(p.\"Id\")",
            DatabaseEngine.SqlServer => "LOWER(CONVERT(nvarchar(36), p.\"Id\"))",
            _ => "LOWER(CAST(p.\"Id\" AS text))",
        }, StringComparison.Ordinal).Replace("@row", row, StringComparison.Ordinal);
        return engine == DatabaseEngine.SqlServer ? Quoted().Replace(text, "[$1]") : text;
    }

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Quoted();
}
