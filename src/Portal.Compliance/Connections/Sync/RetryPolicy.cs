using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// How long to wait before the next attempt within a run. A wait is a row and a one-shot trigger, never a sleeping thread, so it survives
/// a restart.
/// </summary>
internal static class RetryPolicy
{
    public const int MaxAttempts = 5;

    /// <summary>A vendor that asks for longer is taken to have meant this.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(60)];

    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the vendor asked for; never undercut, unless it is beyond <see cref="LongestWait"/>.</param>
    /// <returns>Null when there is no attempt left.</returns>
    public static TimeSpan? WaitAfter(Guid runId, int attempt, TimeSpan? retryAfter)
    {
        if (attempt >= MaxAttempts)
        {
            return null;
        }

        var wait = retryAfter ?? Waits[attempt - 1];
        // Up to a fifth later, by the run and attempt: spread over connections, the same when asked twice.
        var jittered = wait + (wait * (Share(runId, attempt) / 5));
        return jittered < LongestWait ? jittered : LongestWait;
    }

    private static double Share(Guid runId, int attempt)
    {
        Span<byte> seed = stackalloc byte[20];
        runId.TryWriteBytes(seed, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(seed[16..], attempt);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seed, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) / (uint.MaxValue + 1.0);
    }
}
