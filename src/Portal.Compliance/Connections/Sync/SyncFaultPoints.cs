namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// Named places where the process may be killed, to prove that a restart finds nothing lost, doubled or half written. Setting
/// <c>Portal:Faults:KillAt</c> to one of them works in Development only.
/// </summary>
public static class SyncFaultPoints
{
    public const string AfterConnectCommit = "after-connect-commit";
    public const string AfterRunQueued = "after-run-queued";
    public const string AfterClaim = "after-claim";
    public const string AfterOpenCredential = "after-open-credential";
    public const string AfterFirstChunk = "after-first-chunk";
    public const string BeforeFinalTransaction = "before-final-transaction";
    public const string InsideFinalAfterEvidence = "inside-final-after-evidence";
    public const string InsideFinalBeforeCommit = "inside-final-before-commit";
    public const string AfterCommit = "after-commit";
    public const string BeforeSchedule = "before-schedule";
    public const string DuringFailureWrite = "during-failure-write";
    public const string AfterFailureCommit = "after-failure-commit";

    /// <summary>In the order in which a first connect and its sync reach them; the last two belong to a sync that fails.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AfterConnectCommit, AfterRunQueued, AfterClaim, AfterOpenCredential, AfterFirstChunk, BeforeFinalTransaction,
        InsideFinalAfterEvidence, InsideFinalBeforeCommit, AfterCommit, BeforeSchedule, DuringFailureWrite, AfterFailureCommit,
    ];
}

/// <summary>What happens at a fault point: nothing, except when somebody asked for a fault.</summary>
internal sealed class FaultInjection(Action<string>? at = null)
{
    public void Reach(string point) => at?.Invoke(point);
}
