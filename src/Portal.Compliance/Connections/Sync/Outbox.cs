using System.Text.Json;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Promises made inside a write and kept after it. Quartz cannot join our transactions; a promise that was not kept is found by the repair.</summary>
internal static class Outbox
{
    public const string Schedule = "schedule";

    /// <summary>"Look at this connection again and set its triggers."</summary>
    public static void PlanSchedule(TenantWork work, Guid connectionId) => work.Db.Add(new OutboxMessage
    {
        OrganizationId = work.OrganizationId,
        Id = work.NewId(),
        Kind = Schedule,
        PayloadJson = JsonSerializer.Serialize(connectionId),
        CreatedAt = work.Now,
    });

    public static Guid ConnectionOf(OutboxMessage message) => JsonSerializer.Deserialize<Guid>(message.PayloadJson);
}
