namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>What each trigger says when it refuses: the same words on every engine.</summary>
internal static class TriggerText
{
    public const string NoGaps = "An audit entry must stand directly behind the last one.";
    public const string OnlyGrows = "An audit head counts exactly its entries and never shrinks.";

    public const string OnlyDue = "EvidencePurges: refused. No permit is open for this evidence, it is not due, or an assessment holds it.";

    public static string SameOrganization(string table) => $"{table}: a row never moves to another organization.";

    public static string NoUpdate(string table) => $"{table} is write-once: UPDATE refused.";

    public static string NoDelete(string table) => $"{table} is kept: DELETE refused.";

    public static string NoTruncate(string table) => $"{table}: rows go one by one, if at all: TRUNCATE refused.";

    public static string OnlyForward(string table) => $"{table}: refused. What was revoked, destroyed or finished stays so.";

    public static string NoReplace(string table) => $"{table} is kept: a row with this key exists and is not replaced.";
}
