using System.Text.Json.Nodes;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

internal static class Records
{
    public static readonly DateTimeOffset At = new(2026, 11, 21, 13, 5, 0, TimeSpan.Zero);

    public static AuditRecord Revoked(int number = 1) => new(
        AuditAction.ConnectionRevoked, "person-1", "Ada Lovelace", "connection", $"connection-{number}",
        new JsonObject { ["reason"] = $"left the vendor {number}" }, At.AddMinutes(number));

    public static IReadOnlyList<AuditRecord> Many(int count) => [.. Enumerable.Range(1, count).Select(Revoked)];

    public static async Task<long> AppendAsync(PlatformDatabase database, Guid organizationId, params IReadOnlyList<AuditRecord> records)
    {
        await using var db = database.Open();
        var first = await AuditTrail.AppendAsync(db, organizationId, records, CancellationToken.None);
        await db.SaveChangesAsync();
        return first;
    }
}
