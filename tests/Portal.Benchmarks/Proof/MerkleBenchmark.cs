using System.Security.Cryptography;
using Portal.Platform.AuditLog;

namespace Portal.Benchmarks.Proof;

/// <summary>
/// The root over a million entries against one SHA-256 of each entry's bytes. Both start from the bytes in memory: what reading rows
/// costs is not in it.
/// </summary>
internal static class MerkleBenchmark
{
    private const int Rounds = 5;
    private const int Entries = 1_000_000;

    /// <summary>Bytes of an entry's canonical form, about as long as the demo's.</summary>
    private const int EntryLength = 420;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        var entry = RandomNumberGenerator.GetBytes(EntryLength);
        Timings ours = new(), bare = new();
        for (var round = 0; round < Rounds; round++)
        {
            await ours.MeasureAsync(() => Task.FromResult(Root(entry)));
            await bare.MeasureAsync(() => Task.FromResult(HashEach(entry)));
        }

        yield return Comparison.Time($"root over {Entries:#,0} entries : SHA-256", ours, bare, 2);
    }

    private static byte[] Root(byte[] entry)
    {
        var log = new MerkleFrontier();
        for (var i = 0; i < Entries; i++)
        {
            Number(entry, i);
            log.Append(MerkleHash.Leaf(entry));
        }

        return log.Root();
    }

    private static byte HashEach(byte[] entry)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        byte seen = 0;
        for (var i = 0; i < Entries; i++)
        {
            Number(entry, i);
            SHA256.HashData(entry, hash);
            seen ^= hash[0];
        }

        return seen;
    }

    /// <summary>No two entries alike.</summary>
    private static void Number(byte[] entry, int number) => System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(entry, number);
}
