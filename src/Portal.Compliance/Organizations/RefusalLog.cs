using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>How often something was refused within an hour, and when last.</summary>
internal sealed class RefusalCount
{
    public required string Action { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset Hour { get; init; }
    public required int Count { get; set; }
    public required DateTimeOffset LastAt { get; set; }
}

/// <summary>
/// Writes refusals down, so that whoever causes them cannot fill the disk: every one is counted, by reason and hour, and only the first
/// of an hour are told with who and from where. What a stranger can bring about hides nothing of what takes a proven identity: those have
/// other reasons.
/// </summary>
internal static class RefusalLog
{
    /// <summary>Told in full, of each reason and hour.</summary>
    public const int Told = 20;

    /// <summary>Another machine counts the same hour meanwhile.</summary>
    private const int Attempts = 10;

    // Within this process nobody has to try twice.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task WriteAsync(
        DirectoryDatabase directory, TimeProvider clock, string action, string reason, object detail, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await WriteOnceAsync(directory, clock, action, reason, detail, cancellationToken);
                    return;
                }
                catch (DbUpdateException) when (attempt < Attempts)
                {
                    // Counted by another machine since it was read: read again.
                }
            }
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task WriteOnceAsync(
        DirectoryDatabase directory, TimeProvider clock, string action, string reason, object detail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        await using var db = directory.Open();
        var counted = await db.Set<RefusalCount>().SingleOrDefaultAsync(c => c.Action == action && c.Reason == reason && c.Hour == hour, cancellationToken);
        if (counted is null)
        {
            db.Add(counted = new RefusalCount { Action = action, Reason = reason, Hour = hour, Count = 0, LastAt = now });
        }

        (counted.Count, counted.LastAt) = (counted.Count + 1, now);
        if (counted.Count <= Told)
        {
            db.Add(InstallationLog.Entry(clock, action, detail));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
