using System.Text.Json.Nodes;
using Portal.Compliance.Alerts;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Connections.Sync;

/// <summary>What a key could read before and can read now: a permission that silently went away becomes an alert.</summary>
internal sealed class CapabilityChange(string? beforeJson, IReadOnlyList<Capability>? now)
{
    public static bool AnyNeededInvisible(IReadOnlyList<Capability>? capabilities) =>
        capabilities?.Any(c => c is { Needed: true, Visible: false }) == true;

    public void Apply(Connection connection, AlertBook alerts)
    {
        if (now is null)
        {
            return;
        }

        connection.CapabilitiesJson = SyncJson.Write(now);
        var invisible = now.Where(c => c is { Needed: true, Visible: false }).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var lost = SyncJson.ReadList<Capability>(beforeJson).Where(c => c.Visible && invisible.Contains(c.Key)).Select(c => c.Key)
            .Concat(StillLost(alerts).Where(invisible.Contains)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (lost.Count > 0)
        {
            alerts.Raise(AlertCause.PermissionsShrank, new JsonObject { ["lost"] = new JsonArray([.. lost.Select(k => (JsonNode)k)]) });
        }
        else
        {
            alerts.Resolve(AlertCause.PermissionsShrank, "Recovered: the key can read everything again that it could read before.");
        }
    }

    private static IEnumerable<string> StillLost(AlertBook alerts) =>
        alerts.Find(AlertCause.PermissionsShrank) is { } open && JsonNode.Parse(open.DetailJson)?["lost"] is JsonArray keys
            ? keys.Select(k => k!.GetValue<string>())
            : [];
}
