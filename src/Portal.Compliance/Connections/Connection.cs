using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>An organization's live use of a connector. Never deleted: revoking sets <see cref="DeletedAt"/> and clears the credential.</summary>
internal sealed class Connection : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    /// <summary>Manifest id, e.g. <c>bamboohr</c>.</summary>
    public required string Connector { get; init; }
    public required string Name { get; set; }
    /// <summary>How a person recognises the account, e.g. <c>acme.bamboohr.com</c>.</summary>
    public required string AccountLabel { get; init; }
    /// <summary>Canonical settings as JSON; never holds a secret.</summary>
    public required string SettingsJson { get; set; }
    public required ConnectionState State { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PausedAt { get; set; }
    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
    public string? RevokeReason { get; set; }
    /// <summary>Who revoked it, as people read it.</summary>
    public string? RevokedBy { get; set; }
    /// <summary>Hex hash of the sealed credential that was destroyed; the receipt shows it and the audit log holds it.</summary>
    public string? DestroyedCredentialSha256 { get; set; }
    /// <summary>When somebody ticked that the key is also gone at the vendor.</summary>
    public DateTimeOffset? VendorKeyDeletedAt { get; set; }

    /// <summary>Durations in force, copied from the manifest when the connection was made: data, so a past instant keeps its rules.</summary>
    public required TimeSpan Cadence { get; init; }
    public required TimeSpan Grace { get; init; }
    public required TimeSpan StaleAfter { get; init; }

    /// <summary>Sealed blob v1; null once revoked.</summary>
    public byte[]? SealedCredential { get; set; }
    /// <summary>Rises with every replacement and with revocation; part of the sealing context.</summary>
    public required int CredentialVersion { get; set; }
    public required DateTimeOffset CredentialSetAt { get; set; }
    /// <summary>Set when somebody chose "Connect with limited evidence": what was missing then, as JSON.</summary>
    public string? LimitedConsentJson { get; set; }

    /// <summary>What the credential can read, as the last run found it; JSON.</summary>
    public string? CapabilitiesJson { get; set; }
    /// <summary>The connector's own facts of the last accepted run.</summary>
    public string? FactsJson { get; set; }

    /// <summary>End of collection of the newest accepted run: what freshness counts from.</summary>
    public DateTimeOffset? LastAcceptedAsOf { get; set; }
    public Guid? LastRunId { get; set; }
    public required DateTimeOffset NextDueAt { get; set; }
    public required int ConsecutiveFailures { get; set; }

    /// <summary>Fencing: rises with every claim. The run that holds the newest epoch may write; everybody else writes nothing.</summary>
    public required long LeaseEpoch { get; set; }
    public Guid? LeaseRunId { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
}

internal sealed class ConnectorRun : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ConnectionId { get; init; }
    public required RunTrigger Trigger { get; init; }
    /// <summary>What makes it unique per connection: the UTC slot for scheduled runs, the run's own id for manual ones.</summary>
    public required string Slot { get; init; }
    public required RunState State { get; set; }
    public required DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public required int Attempt { get; set; }
    /// <summary>When the next attempt within this run is due, after a transient failure.</summary>
    public DateTimeOffset? RetryAt { get; set; }
    public required long LeaseEpoch { get; set; }
    /// <summary>Who asked: actor id and name.</summary>
    public required string RequestedBy { get; init; }
    public required string ConnectorVersion { get; init; }
    /// <summary>Steps as last reported; JSON array.</summary>
    public required string StepsJson { get; set; }
    /// <summary>Set when somebody asked to cancel; the runner looks at it between chunks.</summary>
    public DateTimeOffset? CancelRequestedAt { get; set; }
    public int NewEvidence { get; set; }
    public int Observations { get; set; }
    public int PopulationMembers { get; set; }
    public string? WarningsJson { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
    /// <summary>Provider status, error header, request id and our trace id; JSON.</summary>
    public string? ErrorDetailJson { get; set; }
}

public enum RunTrigger { Connect, Schedule, Manual, KeyReplaced, Resumed }
