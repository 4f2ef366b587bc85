using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using Portal.Platform.Results;

namespace Portal.Compliance.Connections;

/// <summary>A connector as the catalogue shows it.</summary>
/// <param name="Connections">Connections of it that are not revoked.</param>
public sealed record CatalogEntry(ConnectorManifest Manifest, int Connections);

/// <summary>Age class of the newest accepted observation.</summary>
public enum Freshness { Fresh, DueSoon, Stale, NeverCollected }

/// <summary>One line of the connections list.</summary>
/// <param name="StaleAt">When its evidence turns stale if nothing arrives; null if it never collected.</param>
/// <param name="ActiveRunId">A run that is queued or running now.</param>
public sealed record ConnectionSummary(
    Guid Id, string Connector, string ConnectorName, string Name, string AccountLabel, ConnectionState State, Freshness Freshness,
    DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastAcceptedAsOf, DateTimeOffset? NextDueAt,
    DateTimeOffset? StaleAt, Guid? LastRunId, RunState? LastRunState, Guid? ActiveRunId, int OpenAlerts);

/// <summary>Everything the connection page shows.</summary>
/// <param name="LimitedConsent">What was missing when somebody accepted limited evidence; empty otherwise.</param>
public sealed record ConnectionDetail(
    ConnectionSummary Summary, IReadOnlyDictionary<string, string> Settings, TimeSpan Cadence, TimeSpan Grace, TimeSpan StaleAfter,
    DateTimeOffset CredentialSetAt, int CredentialVersion, bool HasCredential, DateTimeOffset? PausedAt, string? RevokeReason,
    DateTimeOffset? VendorKeyDeletedAt, IReadOnlyList<Capability> Capabilities, IReadOnlyList<string> LimitedConsent,
    int RunCount, int EvidenceCount, int ObservationCount);

/// <summary>One event on a connection's timeline, from the audit log: newest first.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Action, string Actor, string Summary, long AuditSequence, Guid? RunId);

/// <summary>A run as a row of a list shows it.</summary>
public sealed record RunSummary(
    Guid Id, Guid ConnectionId, RunTrigger Trigger, RunState State, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, int Attempt, string RequestedBy, int NewEvidence, int Observations, string? ErrorCode, string? ErrorMessage);

/// <summary>A run, live and afterwards.</summary>
public sealed record RunDetail(
    RunSummary Summary, string ConnectionName, string AccountLabel, string Connector, string ConnectorVersion, string Slot,
    IReadOnlyList<CollectionStep> Steps, IReadOnlyList<RunEvidence> Evidence, IReadOnlyList<CollectionWarning> Warnings,
    DateTimeOffset? RetryAt, DateTimeOffset? CancelRequestedAt, int PopulationMembers, RunErrorDetail? Error, CoverageChange? Coverage);

/// <param name="IsNew">A new evidence row; otherwise an observation of one already known.</param>
public sealed record RunEvidence(
    Guid EvidenceId, string Kind, string Title, EvidenceResult Result, string? ReasonCode, bool Accepted, bool IsNew, string Headline);

public sealed record RunErrorDetail(int? ProviderStatus, string? ProviderMessage, string? ProviderRequestId, string? Request, string? TraceId);

/// <summary>Covered controls before and after a run.</summary>
public sealed record CoverageChange(int CoveredBefore, int CoveredAfter, int Counted);

/// <summary>What a person typed into the wizard. The key is read once and never kept by the page.</summary>
/// <param name="Credential">UTF-8 bytes; the use case zeroes them.</param>
/// <param name="AcceptLimited">The tick "connect with limited evidence"; recorded.</param>
public sealed record ConnectRequest(string Connector, IReadOnlyDictionary<string, string> Input, byte[] Credential, bool AcceptLimited);

/// <summary>How "Test and connect" or "Replace key" ended.</summary>
public abstract record ConnectOutcome
{
    /// <summary>Sealed and stored; the first sync is queued.</summary>
    public sealed record Connected(Guid ConnectionId, Guid RunId) : ConnectOutcome;

    /// <summary>Field key → what to do.</summary>
    public sealed record InvalidInput(IReadOnlyDictionary<string, string> Errors) : ConnectOutcome;

    /// <summary>The test refused; nothing was stored.</summary>
    public sealed record Refused(ConnectionTestReport Report, string TraceId) : ConnectOutcome;

    /// <summary>The key reads less than is needed: consent first. Nothing was stored.</summary>
    public sealed record NeedsConsent(ConnectionTestReport Report) : ConnectOutcome;

    /// <summary>This account is connected already.</summary>
    public sealed record Duplicate(Guid ConnectionId, string Name) : ConnectOutcome;

    /// <summary>Our own key store did not do what was asked; nothing was saved.</summary>
    public sealed record KeyStoreDown(Problem Problem, string TraceId) : ConnectOutcome;

    /// <summary>The connection whose key was to be replaced takes none now: it was revoked, or somebody else was faster. Nothing was saved.</summary>
    public sealed record NotPossible(Problem Problem) : ConnectOutcome;

    /// <summary>Too many keys were tested lately; nobody was asked. The problem says when to try again.</summary>
    public sealed record TooManyTests(Problem Problem) : ConnectOutcome;
}

/// <summary>Live numbers shown before somebody revokes.</summary>
/// <param name="ControlsAffected">Controls whose requirement this connection serves now.</param>
public sealed record RevocationPreview(
    Guid ConnectionId, string Name, string AccountLabel, int RunsKept, int EvidenceKept, int ObservationsKept, int ControlsAffected,
    DateTimeOffset? NextSyncCancelled, bool RunInProgress, RevocationEffect Effect);

/// <summary>What a revocation would do to coverage.</summary>
/// <param name="Now">Coverage now.</param>
/// <param name="Then">Coverage from the moment of revoking.</param>
/// <param name="Later">When what the source last said turns stale, and coverage from then on; null: no control changes its state then.</param>
public sealed record RevocationEffect(Headline Now, Headline Then, ForecastDrop? Later);

/// <summary>What was done, for the record.</summary>
/// <param name="CredentialSha256">Hash of the sealed blob that was destroyed, as audited.</param>
public sealed record RevocationReceipt(
    Guid ConnectionId, string Name, string AccountLabel, DateTimeOffset RevokedAt, string RevokedBy, string Reason,
    string CredentialSha256, long AuditSequence, DateTimeOffset? VendorKeyDeletedAt, string Connector);

/// <summary>One page of a longer list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
