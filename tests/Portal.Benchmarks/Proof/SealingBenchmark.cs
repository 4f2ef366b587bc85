using System.Security.Cryptography;
using Portal.Platform;
using Portal.Platform.Secrets;

namespace Portal.Benchmarks.Proof;

/// <summary>Sealing and opening a credential against HKDF-SHA-512 and AES-256-GCM alone, over the same bytes.</summary>
internal static class SealingBenchmark
{
    private const int Rounds = 15;
    private const int Blobs = 5_000;
    private const int TagSize = 16;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        var bare = new Bare();
        var (dataKey, dataKeyId) = (RandomNumberGenerator.GetBytes(SealedBlob.KeySize), Ids.New(TimeProvider.System));
        var context = new SealContext(Ids.New(TimeProvider.System), Ids.New(TimeProvider.System), SealPurposes.Credential, 1);
        var credential = RandomNumberGenerator.GetBytes(Bare.Length);
        var blob = SealedBlob.Seal(dataKey, dataKeyId, context, credential);
        Timings open = new(), bareOpen = new(), seal = new(), bareSeal = new();
        for (var round = 0; round < Rounds; round++)
        {
            await open.MeasureAsync(() => Repeat(() =>
            {
                using var opened = SealedBlob.Open(dataKey, dataKeyId, context, blob) ?? throw new InvalidOperationException("What was sealed does not open.");
            }));
            await bareOpen.MeasureAsync(() => Repeat(bare.Open));
            await seal.MeasureAsync(() => Repeat(() => SealedBlob.Seal(dataKey, dataKeyId, context, credential)));
            await bareSeal.MeasureAsync(() => Repeat(bare.Seal));
        }

        yield return Comparison.Time($"open {Blobs:#,0} sealed credentials", open, bareOpen, 1.5);
        yield return Comparison.Time($"seal {Blobs:#,0} credentials", seal, bareSeal, 1.5);
    }

    private static Task Repeat(Action act)
    {
        for (var i = 0; i < Blobs; i++)
        {
            act();
        }

        return Task.CompletedTask;
    }

    /// <summary>The two primitives with everything allocated and written down beforehand: nothing bound, committed, pinned or zeroed.</summary>
    private sealed class Bare
    {
        public const int Length = 48;

        /// <summary>As many as the context of a credential has.</summary>
        private readonly byte[] _context = RandomNumberGenerator.GetBytes(150);

        private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
        private readonly byte[] _derived = new byte[64];
        private readonly byte[] _salt = new byte[32];
        private readonly byte[] _nonce = new byte[12];
        private readonly byte[] _tag = new byte[TagSize];
        private readonly byte[] _ciphertext = new byte[Length];
        private readonly byte[] _plaintext = new byte[Length];

        public Bare() => Seal();

        public void Seal()
        {
            RandomNumberGenerator.Fill(_salt);
            RandomNumberGenerator.Fill(_nonce);
            using var aes = Derive();
            aes.Encrypt(_nonce, _plaintext, _ciphertext, _tag, _context);
        }

        public void Open()
        {
            using var aes = Derive();
            aes.Decrypt(_nonce, _ciphertext, _tag, _plaintext, _context);
        }

        private AesGcm Derive()
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA512, _key, _derived, _salt, _context);
            return new AesGcm(_derived.AsSpan(0, 32), TagSize);
        }
    }
}
