using System.Text.Json.Nodes;
using Portal.Compliance.Connections;
using Portal.Platform.Text;

namespace Portal.Compliance.Alerts;

/// <summary>What an alert says: what happened and what to do about it.</summary>
internal static class AlertWords
{
    public static string Of(Alert alert, Connection connection, TimeZoneInfo zone)
    {
        var detail = JsonNode.Parse(alert.DetailJson) as JsonObject ?? [];
        var text = alert.Cause switch
        {
            AlertCause.KeyRefused =>
                $"{connection.Name} refused the key. Nothing is tried until the key is replaced, because repeated refusals lock the account.",
            AlertCause.Stale => Stale(connection, alert.StaleSince, zone),
            AlertCause.Quarantined =>
                $"The last sync of {connection.Name} was set aside: {Text(detail, "message") ?? "its numbers cannot be believed."} The evidence before it goes on ageing.",
            AlertCause.SyncFailing => $"{connection.Name} does not sync. {Text(detail, "message")}".TrimEnd(),
            AlertCause.EvidenceFailing => Failing(connection, FailingEvidence.Read(detail)),
            AlertCause.PermissionsShrank =>
                $"The key of {connection.Name} can no longer read {Lost(detail)}. Give the permission back at the vendor, or replace the key.",
        };
        return alert.Cause == AlertCause.KeyRefused && alert.StaleSince is { } since
            ? $"{text} Its evidence has been stale since {InstantText.Absolute(since, zone)}."
            : text;
    }

    /// <summary>How many controls require what the cause concerns.</summary>
    public static int ControlsAffected(Alert alert, Connection connection, ControlsServed served) =>
        FailingEvidence.Of(alert) is { Count: > 0 } failing
            ? served.ByKinds([.. failing.Select(f => f.Kind)])
            : served.ByConnector(connection.Connector);

    private static string Failing(Connection connection, IReadOnlyList<FailingEvidence> failing) => failing.Count == 0
        ? $"Evidence from {connection.Name} does not meet its rule. Open it to see what is below the threshold."
        : $"{connection.Name} shows {string.Join("; ", failing)}. Put it right there; this alert resolves with the sync that meets the rule.";

    public static string Stale(Connection connection, DateTimeOffset? since, TimeZoneInfo zone)
    {
        var next = connection.State switch
        {
            ConnectionState.Paused => "It is paused; resume it.",
            ConnectionState.NeedsReauth => "Replace its key.",
            ConnectionState.Active => "Sync it now, or look at its last run.",
            ConnectionState.Revoking or ConnectionState.Revoked => "It was revoked.",
        };
        return connection.LastAcceptedAsOf is { } accepted
            ? $"Evidence from {connection.Name} has been stale since {InstantText.Absolute(since ?? connection.CreatedAt, zone)}: last accepted {InstantText.Absolute(accepted, zone)}, "
                + $"and it may be {Durations.Amount(connection.StaleAfter)} old. {next}"
            : $"Nothing from {connection.Name} was ever accepted. It has been connected since {InstantText.Absolute(connection.CreatedAt, zone)}, "
                + $"and evidence may be {Durations.Amount(connection.StaleAfter)} old. {next}";
    }

    private static string? Text(JsonObject detail, string key) => detail[key]?.GetValue<string>();

    private static string Lost(JsonObject detail) => detail["lost"] is JsonArray keys
        ? string.Join(", ", keys.Select(k => k!.GetValue<string>()))
        : "everything it needs";
}
