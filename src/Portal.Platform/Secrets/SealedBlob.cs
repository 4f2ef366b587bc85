using System.Security.Cryptography;

namespace Portal.Platform.Secrets;

/// <summary>
/// Sealed blob v1. The format is final.
/// <code>version(1)=1 | suite(1)=1 | data key id(16) | salt(32) | commitment(32) | nonce(12) | ciphertext | tag(16)</code>
/// HKDF-SHA-512(data key, salt, context) gives 32 bytes of key and 32 of commitment; AES-256-GCM under that key, the context as associated
/// data. Context: length-prefixed domain, version and suite, organization, connection, purpose, credential version, data key id. A key
/// is used for one blob only. GCM alone does not commit to its key: one blob could be made to open under two keys; the commitment forbids it.
/// </summary>
internal static class SealedBlob
{
    public const int KeySize = 32;
    private const int SaltAt = 18;
    private const int CommitmentAt = SaltAt + 32;
    private const int NonceAt = CommitmentAt + 32;
    private const int CiphertextAt = NonceAt + 12;
    private const int TagSize = 16;

    /// <summary>How much longer a blob is than what it seals.</summary>
    public const int Overhead = CiphertextAt + TagSize;

    private const string Domain = "portal.seal.v1";

    private static ReadOnlySpan<byte> Header => [1, 1];

    public static byte[] Seal(ReadOnlySpan<byte> dataKey, Guid dataKeyId, SealContext context, ReadOnlySpan<byte> plaintext)
    {
        var blob = new byte[Overhead + plaintext.Length];
        Header.CopyTo(blob);
        dataKeyId.TryWriteBytes(blob.AsSpan(2), bigEndian: true, out _);
        RandomNumberGenerator.Fill(blob.AsSpan(SaltAt, 32));
        RandomNumberGenerator.Fill(blob.AsSpan(NonceAt, 12));
        var bound = Bound(context, dataKeyId);
        using var derived = Derive(dataKey, blob, bound);
        derived.Span[KeySize..].CopyTo(blob.AsSpan(CommitmentAt));
        using var aes = new AesGcm(derived.Span[..KeySize], TagSize);
        aes.Encrypt(Nonce(blob), plaintext, blob.AsSpan(CiphertextAt, plaintext.Length), blob.AsSpan(blob.Length - TagSize), bound);
        return blob;
    }

    /// <summary>Id of the data key that a blob says it was sealed under; only good for looking that key up.</summary>
    public static bool TryReadDataKeyId(ReadOnlySpan<byte> blob, out Guid dataKeyId)
    {
        var wellFormed = blob.Length >= Overhead && blob.StartsWith(Header);
        dataKeyId = wellFormed ? new Guid(blob.Slice(2, 16), bigEndian: true) : default;
        return wellFormed;
    }

    /// <param name="dataKeyId">Id of the row that the key came from.</param>
    /// <returns>Null if the blob was changed or belongs to another context.</returns>
    public static PinnedBytes? Open(ReadOnlySpan<byte> dataKey, Guid dataKeyId, SealContext context, ReadOnlySpan<byte> blob)
    {
        if (!TryReadDataKeyId(blob, out var named) || named != dataKeyId)
        {
            return null;
        }

        var bound = Bound(context, dataKeyId);
        using var derived = Derive(dataKey, blob, bound);
        if (!CryptographicOperations.FixedTimeEquals(derived.Span[KeySize..], blob.Slice(CommitmentAt, 32)))
        {
            return null;
        }

        var plaintext = new PinnedBytes(blob.Length - Overhead);
        try
        {
            using var aes = new AesGcm(derived.Span[..KeySize], TagSize);
            aes.Decrypt(Nonce(blob), blob[CiphertextAt..^TagSize], blob[^TagSize..], plaintext.Span, bound);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            plaintext.Dispose();
            return null;
        }
    }

    private static PinnedBytes Derive(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> bound)
    {
        var derived = new PinnedBytes(KeySize + 32);
        HKDF.DeriveKey(HashAlgorithmName.SHA512, dataKey, derived.Span, blob.Slice(SaltAt, 32), bound);
        return derived;
    }

    private static ReadOnlySpan<byte> Bound(SealContext context, Guid dataKeyId) => new LengthPrefixed()
        .Add(Domain).Add(Header).Add(context.OrganizationId).Add(context.ConnectionId).Add(context.Purpose).Add(context.Version)
        .Add(dataKeyId).Written;

    private static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> blob) => blob.Slice(NonceAt, 12);
}
