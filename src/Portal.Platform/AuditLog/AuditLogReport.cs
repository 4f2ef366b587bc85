using System.Collections.Frozen;

namespace Portal.Platform.AuditLog;

/// <summary>What recomputing an organization's whole log found.</summary>
/// <param name="Size">Entries the head claims.</param>
/// <param name="Verified">Entries found in order, each with the hash it must have, up to the first fault.</param>
/// <param name="PurgedDetails">Verified entries whose detail is gone; their hashes stand.</param>
/// <param name="RootHex">Root recomputed from the verified entries, lower-case hex. With a fault, it is not the head's.</param>
/// <param name="FirstFault">Null when everything agrees.</param>
public sealed record AuditLogReport(long Size, long Verified, long PurgedDetails, string RootHex, AuditFault? FirstFault)
{
    public bool IsIntact => FirstFault is null;

    /// <summary>Roots, in lower-case hex, of the log at the smaller sizes that were asked for, as far as it verified.</summary>
    public IReadOnlyDictionary<long, string> RootsAt { get; init; } = FrozenDictionary<long, string>.Empty;

    /// <summary>Checkpoints that hold, but whose signing key was switched off since.</summary>
    public int CheckpointsOfSwitchedOffKeys { get; init; }

    /// <summary>Under which rules the purged details went: for how many months each kept them.</summary>
    public IReadOnlyList<int> PurgedMonths { get; init; } = [];
}

/// <param name="Sequence">Where; null when it is about the log as a whole.</param>
/// <param name="Expected">What must stand there, hex or a number, when there is such a thing.</param>
/// <param name="Found">What stands there.</param>
public sealed record AuditFault(AuditFaultKind Kind, long? Sequence, string Expected, string Found);

public enum AuditFaultKind
{
    /// <summary>The organization has no head row.</summary>
    HeadMissing,
    /// <summary>An entry is missing, or stands where none can be.</summary>
    Sequence,
    /// <summary>Rows that the portal cannot have written, because they cannot even be read back.</summary>
    Unreadable,
    /// <summary>The entry's columns do not hash to its leaf hash.</summary>
    Entry,
    /// <summary>The detail is not the one that was written.</summary>
    Detail,
    /// <summary>The detail is gone, and no purge took it.</summary>
    DetailMissing,
    /// <summary>A detail belongs to no entry.</summary>
    StrayDetail,
    /// <summary>The head's frontier is not that of the entries.</summary>
    Frontier,
    /// <summary>The head's root is not that of the entries.</summary>
    Root,
    /// <summary>A signed checkpoint and the log contradict each other.</summary>
    Checkpoint,
    /// <summary>A checkpoint was not signed with the portal's key, or was changed afterwards.</summary>
    CheckpointSignature,
    /// <summary>A row that an entry vouches for is gone, was changed, or has no entry.</summary>
    VouchedRow,
    /// <summary>A purge that the log does not tell of as a whole, that no rule allowed, or whose records say something else.</summary>
    Purge,
}
