using Portal.Compliance.Evidence.Ingest;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Connections.Sync;

/// <summary>The right to run one attempt, and what it needs. Whoever holds a newer epoch of the connection has taken it away.</summary>
/// <param name="Epoch">Fencing token: every write of the attempt checks that the connection still carries it.</param>
/// <param name="Attempt">From 1; retries are attempts of one run.</param>
internal sealed record RunClaim(
    Guid ConnectionId, Guid RunId, long Epoch, string Connector, string ConnectorVersion, RunTrigger Trigger, string Slot, int Attempt,
    DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Settings, byte[] SealedCredential, int CredentialVersion, string? PreviousFacts);

/// <summary>Why nothing was claimed. None of these is a failure.</summary>
internal enum ClaimRefusal
{
    UnknownConnection,
    /// <summary>Paused, revoked, or its key was refused.</summary>
    NotActive,
    /// <summary>The slot's run has ended already: a trigger fired twice.</summary>
    AlreadyDone,
    /// <summary>Another run of this connection holds the lease.</summary>
    Busy,
    /// <summary>The run waits for its retry.</summary>
    NotYet,
}

/// <param name="RunId">The run it is about, if there is one.</param>
internal sealed record ClaimResult(RunClaim? Claim, ClaimRefusal? Refusal, Guid? RunId)
{
    public static ClaimResult Refused(ClaimRefusal refusal, Guid? runId = null) => new(null, refusal, runId);

    public static ClaimResult Of(RunClaim claim) => new(claim, null, claim.RunId);
}

/// <summary>The lease is somebody else's now. Nothing more may be written by this attempt, not even that it failed.</summary>
internal sealed class LeaseLostException(Guid runId, Exception? inner = null)
    : Exception($"Run {runId:D} lost its lease; another attempt, a cancellation or a revocation took its place.", inner);

/// <summary>What one sync brought home, besides what is staged.</summary>
/// <param name="AsOf">End of collection: what freshness will count from.</param>
/// <param name="Unstaged">The whole of it, when it was kept in memory instead of being staged; see <see cref="StagingWriter"/>.</param>
internal sealed record CollectedRun(
    DateTimeOffset AsOf, UnstagedRows? Unstaged, IReadOnlyList<SuspicionRaised> Suspicions, IReadOnlyList<CollectionWarning> Warnings,
    IReadOnlyList<Capability>? Capabilities, string? Facts, int Drafts, int Members, bool AnyInconclusive);
