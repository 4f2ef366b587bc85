using System.Globalization;
using System.Security.Cryptography;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

/// <summary>
/// Whatever is done to a sealed blob, it does not open. CI tries 100,000 changed blobs; <c>PORTAL_MUTATED_BLOBS=10000000</c> tries as many
/// as it says.
/// </summary>
public sealed class SealedBlobMutationTests
{
    private const int InCi = 100_000;
    private static readonly Guid DataKeyId = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e");
    private static readonly SealContext Context = new(RingFixture.Organization, RingFixture.Other, SealPurposes.Credential, 3);

    [Fact]
    public void Open_AnyMutatedBlob_IsRefused()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_MUTATED_BLOBS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set : InCi;
        var key = RandomNumberGenerator.GetBytes(SealedBlob.KeySize);
        byte[][] blobs = [.. new[] { 0, 1, 40, 300 }.Select(length => SealedBlob.Seal(key, DataKeyId, Context, RandomNumberGenerator.GetBytes(length)))];
        Assert.All(blobs, blob => Assert.NotNull(SealedBlob.Open(key, DataKeyId, Context, blob)));
        var (seed, tried, accepted) = (RandomNumberGenerator.GetInt32(int.MaxValue), 0, 0);
        // In CI other tests need the cores too, some of them against a server.
        var most = new ParallelOptions { MaxDegreeOfParallelism = count > InCi ? -1 : Math.Max(1, Environment.ProcessorCount / 2) };
        Parallel.For(0, count, most, i =>
        {
            var random = new Random(unchecked(seed + i));
            var (blob, others) = (blobs[i % blobs.Length], blobs[(i / blobs.Length) % blobs.Length]);
            var mutated = Mutate(random, blob, others, i % 7);
            if (mutated.AsSpan().SequenceEqual(blob) || blobs.Any(b => b.AsSpan().SequenceEqual(mutated)))
            {
                mutated[random.Next(mutated.Length)] ^= 0x80;
            }

            Interlocked.Increment(ref tried);
            using var opened = SealedBlob.Open(key, DataKeyId, Context, mutated);
            if (opened is not null)
            {
                Interlocked.Increment(ref accepted);
            }
        });
        Assert.True(tried == count && accepted == 0, $"seed {seed}: {accepted} of {tried} opened");
    }

    [Fact]
    public void Open_EverySingleBitFlipped_IsRefused()
    {
        var key = RandomNumberGenerator.GetBytes(SealedBlob.KeySize);
        var blob = SealedBlob.Seal(key, DataKeyId, Context, new byte[40]);
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var mutated = (byte[])blob.Clone();
            mutated[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SealedBlob.Open(key, DataKeyId, Context, mutated));
        }
    }

    private static byte[] Mutate(Random random, byte[] blob, byte[] other, int kind)
    {
        var mutated = (byte[])blob.Clone();
        var at = random.Next(blob.Length);
        switch (kind)
        {
            case 0:
                mutated[at] ^= (byte)(1 << random.Next(8));
                return mutated;
            case 1:
                mutated[at] = (byte)random.Next(256);
                return mutated;
            case 2:
                return mutated[..Math.Max(1, at)];
            case 3:
                return [.. mutated, (byte)random.Next(256)];
            case 4:
                // A part of another blob of the same key, at its own place.
                var until = Math.Min(Math.Min(blob.Length, other.Length), at + random.Next(1, 64));
                if (at < until)
                {
                    other.AsSpan(at, until - at).CopyTo(mutated.AsSpan(at));
                }

                return mutated;
            case 5:
                var from = random.Next(blob.Length);
                (mutated[at], mutated[from]) = (mutated[from], mutated[at]);
                return mutated;
            default:
                random.NextBytes(mutated.AsSpan(at, random.Next(1, blob.Length - at + 1)));
                return mutated;
        }
    }
}
