namespace Portal.Platform.AuditLog;

/// <summary>A stretch of the log whose details retention took.</summary>
/// <param name="CutOff">Only details of entries from before this may be missing.</param>
/// <param name="Months">The rule: how long details were kept.</param>
public sealed record PurgedDetails(long First, long Last, DateTimeOffset CutOff, int Months)
{
    public bool Covers(long sequence, DateTimeOffset at) => sequence >= First && sequence <= Last && at < CutOff;
}
