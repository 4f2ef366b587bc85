using System.Security.Cryptography;
using Azure.Core.Cryptography;

namespace Portal.Platform.Secrets.KeyRing;

/// <summary>One key-encryption key of the ring.</summary>
internal sealed class LocalKeyEncryptionKey(KeyRingFolder folder, LocalKeyId id) : IKeyEncryptionKey
{
    public string KeyId => id.Kid;

    public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        using var rsa = Load(algorithm);
        return rsa.Encrypt(key.Span, RSAEncryptionPadding.OaepSHA256);
    }

    public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) =>
        Task.FromResult(WrapKey(algorithm, key, cancellationToken));

    public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default)
    {
        using var rsa = Load(algorithm);
        // What was wrapped is shorter than its wrap.
        using var plain = new PinnedBytes(encryptedKey.Length);
        var length = rsa.Decrypt(encryptedKey.Span, plain.Span, RSAEncryptionPadding.OaepSHA256);
        // Pinned, and zeroed by whoever asked for it.
        var unwrapped = GC.AllocateArray<byte>(length, pinned: true);
        plain.Span[..length].CopyTo(unwrapped);
        return unwrapped;
    }

    public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default) =>
        Task.FromResult(UnwrapKey(algorithm, encryptedKey, cancellationToken));

    private RSA Load(string algorithm)
    {
        if (algorithm != DataKeys.WrapAlgorithm)
        {
            throw new NotSupportedException($"Only {DataKeys.WrapAlgorithm} wraps here, not {algorithm}.");
        }

        using var file = folder.TryRead(id.FileName)
            ?? throw new CryptographicException($"The local key ring has no key-encryption key '{id.Kid}'.");
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(file.Span, out _);
        return rsa;
    }
}
