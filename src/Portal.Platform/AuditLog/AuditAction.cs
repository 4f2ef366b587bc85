using System.Collections.Frozen;

namespace Portal.Platform.AuditLog;

/// <summary>Everything that can be written to the log. Its code, not its number, is what is stored and hashed.</summary>
public enum AuditAction
{
    OrganizationCreated,
    OrganizationSettingsChanged,
    MemberAdded,
    MemberRoleChanged,
    MemberRemoved,
    /// <summary>An admin made a one-time link for somebody.</summary>
    InvitationMade,
    InvitationRevoked,
    InvitationAccepted,
    SigninSucceeded,
    SigninRefused,
    SignedOut,
    ConnectionTested,
    ConnectionTestFailed,
    ConnectionConnected,
    /// <summary>A person agreed to connect although the key cannot read everything.</summary>
    ConnectionLimitedConsent,
    ConnectionSettingsChanged,
    /// <summary>The vendor refused the key; nothing more is tried until it is replaced.</summary>
    ConnectionReauthNeeded,
    ConnectionReauthenticated,
    ConnectionPaused,
    ConnectionResumed,
    /// <summary>Stopped for good; the sealed key is still to be destroyed, which the next entry says.</summary>
    ConnectionRevocationRequested,
    ConnectionRevoked,
    /// <summary>A person ticked, on the receipt, that the key was deleted at the vendor.</summary>
    ConnectionRevocationReceipt,
    SyncRequested,
    SyncSucceeded,
    SyncLimited,
    SyncQuarantined,
    SyncFailed,
    SyncCancelled,
    SyncAbandoned,
    EvidenceObserved,
    /// <summary>Somebody opened evidence in the auditor's room.</summary>
    EvidenceViewed,
    /// <summary>Somebody turned pseudonyms back into vendor ids.</summary>
    EvidenceRevealed,
    /// <summary>Payloads and populations went through the purge door.</summary>
    EvidencePurged,
    /// <summary>An assessment holds evidence from now on.</summary>
    EvidenceFrozen,
    RetentionChanged,
    /// <summary>The purge door opens; the next entry says what went and closes it.</summary>
    PurgePermitted,
    AuditDetailsPurged,
    RequirementChanged,
    FrameworkAdopted,
    FrameworkDropped,
    ControlScoped,
    AlertOpened,
    /// <summary>A second cause came to an open alert: the evidence of a refused key turned stale too.</summary>
    AlertJoined,
    AlertAcknowledged,
    AlertSnoozed,
    AlertAssigned,
    AlertResolved,
    ExportMade,
    AuditLogVerified,
    CheckpointSigned,
    /// <summary>Nothing was signed, because the log does not continue what was signed before.</summary>
    CheckpointRefused,
    KeyCreated,
    KeyRotated,
    KeyDestroyed,
    /// <summary>Somebody asked for a change of keys; what it led to follows under the same request.</summary>
    KeyRequested,
    /// <summary>The provisioning identity did its part in the key store.</summary>
    KeyProvisioned,
    /// <summary>A request for a change of keys was not signed by this portal and was not carried out.</summary>
    KeyRequestRefused,
    /// <summary>Everything sealed under an old data key was sealed anew.</summary>
    KeyReencrypted,
    /// <summary>The organization ended: connections revoked, data keys destroyed.</summary>
    OrganizationOffBoarded,
    DemoClockMoved,
    /// <summary>In the demo, the clock panel changed how the stand-in vendor behaves.</summary>
    DemoVendorChanged,
}

/// <summary>The dotted codes of <see cref="AuditAction"/>.</summary>
public static class AuditActions
{
    private static readonly FrozenDictionary<string, AuditAction> ByCode =
        Enum.GetValues<AuditAction>().ToFrozenDictionary(Code, StringComparer.Ordinal);

    /// <summary>Every code, in the order of the enum.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Enum.GetValues<AuditAction>().Select(Code)];

    public static bool TryParse(string code, out AuditAction action) => ByCode.TryGetValue(code, out action);

    public static string Code(this AuditAction action) => action switch
    {
        AuditAction.OrganizationCreated => "organization.created",
        AuditAction.OrganizationSettingsChanged => "organization.settings_changed",
        AuditAction.MemberAdded => "member.added",
        AuditAction.MemberRoleChanged => "member.role_changed",
        AuditAction.MemberRemoved => "member.removed",
        AuditAction.InvitationMade => "invitation.made",
        AuditAction.InvitationRevoked => "invitation.revoked",
        AuditAction.InvitationAccepted => "invitation.accepted",
        AuditAction.SigninSucceeded => "signin.succeeded",
        AuditAction.SigninRefused => "signin.refused",
        AuditAction.SignedOut => "signin.ended",
        AuditAction.ConnectionTested => "connection.tested",
        AuditAction.ConnectionTestFailed => "connection.test_failed",
        AuditAction.ConnectionConnected => "connection.connected",
        AuditAction.ConnectionLimitedConsent => "connection.limited_consent",
        AuditAction.ConnectionSettingsChanged => "connection.settings_changed",
        AuditAction.ConnectionReauthNeeded => "connection.reauth_needed",
        AuditAction.ConnectionReauthenticated => "connection.reauthenticated",
        AuditAction.ConnectionPaused => "connection.paused",
        AuditAction.ConnectionResumed => "connection.resumed",
        AuditAction.ConnectionRevocationRequested => "connection.revocation_requested",
        AuditAction.ConnectionRevoked => "connection.revoked",
        AuditAction.ConnectionRevocationReceipt => "connection.revocation_receipt",
        AuditAction.SyncRequested => "sync.requested",
        AuditAction.SyncSucceeded => "sync.succeeded",
        AuditAction.SyncLimited => "sync.limited",
        AuditAction.SyncQuarantined => "sync.quarantined",
        AuditAction.SyncFailed => "sync.failed",
        AuditAction.SyncCancelled => "sync.cancelled",
        AuditAction.SyncAbandoned => "sync.abandoned",
        AuditAction.EvidenceObserved => "evidence.observed",
        AuditAction.EvidenceViewed => "evidence.viewed",
        AuditAction.EvidenceRevealed => "evidence.revealed",
        AuditAction.EvidencePurged => "evidence.purged",
        AuditAction.EvidenceFrozen => "evidence.frozen",
        AuditAction.RetentionChanged => "retention.changed",
        AuditAction.PurgePermitted => "retention.purge_permitted",
        AuditAction.AuditDetailsPurged => "audit_log.details_purged",
        AuditAction.RequirementChanged => "requirement.changed",
        AuditAction.FrameworkAdopted => "framework.adopted",
        AuditAction.FrameworkDropped => "framework.dropped",
        AuditAction.ControlScoped => "control.scoped",
        AuditAction.AlertOpened => "alert.opened",
        AuditAction.AlertJoined => "alert.joined",
        AuditAction.AlertAcknowledged => "alert.acknowledged",
        AuditAction.AlertSnoozed => "alert.snoozed",
        AuditAction.AlertAssigned => "alert.assigned",
        AuditAction.AlertResolved => "alert.resolved",
        AuditAction.ExportMade => "export.made",
        AuditAction.AuditLogVerified => "audit_log.verified",
        AuditAction.CheckpointSigned => "audit_log.checkpoint_signed",
        AuditAction.CheckpointRefused => "audit_log.checkpoint_refused",
        AuditAction.KeyCreated => "key.created",
        AuditAction.KeyRotated => "key.rotated",
        AuditAction.KeyDestroyed => "key.destroyed",
        AuditAction.KeyRequested => "key.requested",
        AuditAction.KeyProvisioned => "key.provisioned",
        AuditAction.KeyRequestRefused => "key.request_refused",
        AuditAction.KeyReencrypted => "key.reencrypted",
        AuditAction.OrganizationOffBoarded => "organization.off_boarded",
        AuditAction.DemoClockMoved => "demo.clock_moved",
        AuditAction.DemoVendorChanged => "demo.vendor_changed",
    };
}
