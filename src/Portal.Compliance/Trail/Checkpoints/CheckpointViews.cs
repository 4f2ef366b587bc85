using Portal.Platform.AuditLog;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>One signed checkpoint.</summary>
/// <param name="Size">Entries that it covers, and what it is called by.</param>
/// <param name="Note">The signed note, as it is downloaded.</param>
/// <param name="EarlierSize">In a list, the checkpoint before it.</param>
public sealed record CheckpointView(long Size, DateTimeOffset At, string RootHex, string Kid, string Note, long? EarlierSize = null);

/// <summary>What recomputing the log found about a checkpoint.</summary>
/// <param name="Fault">Null when its signature holds and the log has its root at its size.</param>
public sealed record CheckpointVerdict(long Size, AuditFault? Fault)
{
    /// <summary>The key that signed it was switched off since. The signature holds; that it is from before then, it cannot show by itself.</summary>
    public bool KeySwitchedOff { get; init; }
}

/// <summary>Why nothing was signed.</summary>
/// <param name="CheckpointSize">The checkpoint that the log does not continue; null when it is about none.</param>
/// <param name="Expected">What must stand there: a hash or a number.</param>
/// <param name="Found">What stands there.</param>
public sealed record CheckpointRefusal(CheckpointRefusalKind Kind, DateTimeOffset Since, long? CheckpointSize, string Expected, string Found);

public enum CheckpointRefusalKind
{
    /// <summary>The log does not verify by itself.</summary>
    LogBroken,
    /// <summary>An earlier checkpoint does not bear the portal's signature.</summary>
    EarlierSignature,
    /// <summary>The log has another root at the size of an earlier checkpoint.</summary>
    EarlierRoot,
    /// <summary>The log is shorter than a checkpoint of it: entries are gone, or an old backup was restored.</summary>
    LogShorter,
    /// <summary>A checkpoint and the log's own entry about it contradict each other, or one of the two is gone.</summary>
    EarlierEntry,
    /// <summary>The folder that keeps checkpoints outside the database cannot be used.</summary>
    AnchorUnavailable,
}

/// <summary>What asking for a checkpoint came to.</summary>
/// <param name="Made">False when nothing happened since the newest one, or another machine was faster.</param>
/// <param name="Checkpoint">The newest, as far as it is known; null when the log is empty or signing was refused.</param>
public sealed record CheckpointOutcome(bool Made, CheckpointView? Checkpoint, CheckpointRefusal? Refusal);
