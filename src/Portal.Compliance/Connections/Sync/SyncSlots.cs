using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// When a connection is due: every cadence since the Unix epoch, in UTC, so that no daylight saving time can repeat or drop a slot. Each
/// connection stands a little later than midnight by a hash of its id, so that not all of them call their vendors at once.
/// </summary>
internal static class SyncSlots
{
    // A sixth of the cadence: daily connections spread over the first four hours of the UTC day.
    private const int Spread = 6;

    public static DateTimeOffset AtOrBefore(Guid connectionId, TimeSpan cadence, DateTimeOffset instant)
    {
        var first = DateTimeOffset.UnixEpoch + Jitter(connectionId, cadence);
        // Whole ticks: a double cannot tell an instant of our days from the tick before it.
        return first + TimeSpan.FromTicks(Math.DivRem((instant - first).Ticks, cadence.Ticks).Quotient * cadence.Ticks);
    }

    public static DateTimeOffset After(Guid connectionId, TimeSpan cadence, DateTimeOffset instant) =>
        AtOrBefore(connectionId, cadence, instant) + cadence;

    public static TimeSpan Jitter(Guid connectionId, TimeSpan cadence)
    {
        Span<byte> id = stackalloc byte[16];
        connectionId.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        var share = BinaryPrimitives.ReadUInt32BigEndian(hash) / (uint.MaxValue + 1.0);
        return TimeSpan.FromSeconds(Math.Floor(cadence.TotalSeconds / Spread * share));
    }

    /// <summary>The slot's name on a run: unique per connection, so that a trigger that fires twice makes one run.</summary>
    public static string Name(DateTimeOffset slot) =>
        slot.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Of a connection that is due, the slot to sync now: the newest one passed. Slots that were slept through are not made up for.</summary>
    public static DateTimeOffset Due(Connection connection, DateTimeOffset now)
    {
        var newest = AtOrBefore(connection.Id, connection.Cadence, now);
        return newest > connection.NextDueAt ? newest : connection.NextDueAt;
    }
}
