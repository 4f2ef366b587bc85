using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Compliance.Alerts;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Compliance.Connections;

/// <summary>One sentence for an audit entry on a connection's timeline. When its detail was purged, the sentence says less.</summary>
internal static class TimelineWords
{
    public static string Of(string code, JsonObject? detail, TimeZoneInfo zone) => AuditActions.TryParse(code, out var action)
        ? Of(action, detail ?? [], zone)
        : code;

    private static string Of(AuditAction action, JsonObject detail, TimeZoneInfo zone) => action switch
    {
        AuditAction.ConnectionTested => "The key passed the connection test.",
        AuditAction.ConnectionTestFailed => $"A connection test was refused ({(Text(detail, "error") is { } error ? CodeWords.Of(error) : "no reason kept")}). Nothing was stored.",
        AuditAction.ConnectionConnected => $"Connected {Text(detail, "account")}.",
        AuditAction.ConnectionLimitedConsent => "Somebody agreed to connect with limited evidence.",
        AuditAction.ConnectionSettingsChanged => Text(detail, "baseline") is not null
            ? $"A new baseline was accepted: {Text(detail, "reason")}"
            : "Settings were changed.",
        AuditAction.ConnectionReauthNeeded => "The vendor refused the key. Nothing more is tried until it is replaced.",
        AuditAction.ConnectionReauthenticated => "The key was replaced and passed the test.",
        AuditAction.ConnectionPaused => "Paused.",
        AuditAction.ConnectionResumed => "Resumed.",
        AuditAction.ConnectionRevocationRequested => $"Stopped, to be revoked: {Text(detail, "reason") ?? "reason purged"}",
        AuditAction.ConnectionRevoked => $"Revoked: {Text(detail, "reason") ?? "reason purged"}",
        AuditAction.ConnectionRevocationReceipt => "Confirmed that the key was deleted at the vendor.",
        AuditAction.SyncRequested => "A sync was asked for.",
        AuditAction.SyncSucceeded => $"Synced: {Counts(detail)}.",
        AuditAction.SyncLimited => $"Synced with limits: {Counts(detail)}.",
        AuditAction.SyncQuarantined => $"Synced, but set aside ({Suspicions(detail)}): {Counts(detail)}, none accepted.",
        AuditAction.SyncFailed => $"Attempt {Number(detail, "attempt")} failed: {Text(detail, "message")} {Retry(detail, zone)}".TrimEnd(),
        AuditAction.SyncCancelled => $"The sync was cancelled: {Text(detail, "reason")}.",
        AuditAction.SyncAbandoned => "The portal stopped while this sync ran. Nothing of it was stored.",
        AuditAction.AlertOpened => $"Alert opened: {Cause(Text(detail, "cause"))}.",
        AuditAction.AlertJoined => $"An open alert grew: {Text(detail, "note")}",
        AuditAction.AlertResolved => $"Alert resolved: {Text(detail, "note")}",
        AuditAction.AlertAcknowledged => "An alert was acknowledged.",
        AuditAction.AlertSnoozed => "An alert was snoozed.",
        AuditAction.AlertAssigned => $"An alert was assigned to {Text(detail, "ownerName") ?? "nobody"}.",
        _ => action.Code(),
    };

    private static string Counts(JsonObject detail) =>
        string.Create(CultureInfo.InvariantCulture, $"{Number(detail, "observations")} observed, {Number(detail, "newEvidence")} new");

    private static string Suspicions(JsonObject detail) =>
        detail["suspicions"] is JsonArray codes ? string.Join(", ", codes.Select(c => CodeWords.Of(c!.GetValue<string>()))) : "reason purged";

    private static string Retry(JsonObject detail, TimeZoneInfo zone) =>
        DateTimeOffset.TryParse(Text(detail, "retryAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? $"Next attempt {InstantText.Precise(at, zone)}."
            : "";

    /// <summary>As the alerts page says it. The entry itself keeps the code.</summary>
    private static string Cause(string? code) => Enum.TryParse<AlertCause>(code, out var cause)
        ? cause switch
        {
            AlertCause.KeyRefused => "the vendor refuses the key",
            AlertCause.Stale => "its evidence is stale",
            AlertCause.Quarantined => "a sync was set aside",
            AlertCause.SyncFailing => "syncs fail",
            AlertCause.EvidenceFailing => "evidence does not meet its rule",
            AlertCause.PermissionsShrank => "the key reads less than it did",
            _ => cause.ToString(),
        }
        : "cause purged";

    private static string? Text(JsonObject detail, string key) => detail[key]?.GetValue<string>();

    private static string Number(JsonObject detail, string key) => detail[key]?.ToJsonString() ?? "?";
}
