namespace Portal.Platform.AuditLog;

/// <summary>One entry with its detail as hashing needs it: text in UTF-8. When rows are read, it holds only until the next one is.</summary>
internal ref struct AuditRow
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ReadOnlySpan<byte> ActorId { get; init; }

    public required ReadOnlySpan<byte> ActorName { get; init; }

    public required ReadOnlySpan<byte> Action { get; init; }

    public required ReadOnlySpan<byte> SubjectType { get; init; }

    public required ReadOnlySpan<byte> SubjectId { get; init; }

    public required ReadOnlySpan<byte> DetailHash { get; init; }

    /// <summary>As stored; whoever verifies computes it anew.</summary>
    public ReadOnlySpan<byte> LeafHash { get; init; }

    public bool HasDetail { get; init; }

    public ReadOnlySpan<byte> Salt { get; init; }

    public ReadOnlySpan<byte> DetailJson { get; init; }
}
