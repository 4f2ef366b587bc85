namespace Portal.Platform.AuditLog;

/// <summary>A stretch of the log whose details retention took.</summary>
/// <param name="CutOff">Only details of entries from before this may be missing.</param>
/// <param name="Months">The rule: how long details were kept.</param>
public sealed record PurgedDetails(long First, long Last, DateTimeOffset CutOff, int Months)
{
    /// <summary>Entries whose details are never purged, because they are what proves a purge, or forbids it.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        AuditAction.PurgePermitted.Code(), AuditAction.EvidencePurged.Code(), AuditAction.AuditDetailsPurged.Code(), AuditAction.RetentionChanged.Code(),
        AuditAction.EvidenceFrozen.Code(),
    ];

    private static readonly byte[][] KeptUtf8 = [.. Kept.Select(System.Text.Encoding.ASCII.GetBytes)];

    public bool Covers(long sequence, DateTimeOffset at, ReadOnlySpan<byte> action)
    {
        if (sequence < First || sequence > Last || at >= CutOff)
        {
            return false;
        }

        foreach (var kept in KeptUtf8)
        {
            if (action.SequenceEqual(kept))
            {
                return false;
            }
        }

        return true;
    }
}
