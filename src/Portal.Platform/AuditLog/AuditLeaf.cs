using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Portal.Platform.Text;

namespace Portal.Platform.AuditLog;

/// <summary>
/// What is hashed. The format is final: a stranger recomputes it from an exported entry years later.
/// <code>{"action","actor":{"id","name"},"detailHash","instant","organization","sequence","subject":{"id","type"}}</code>
/// Canonical JSON; the hash in lower-case hex, the instant in UTC with seven decimals, the organization as a lower-case UUID, the sequence
/// as a string because it is a 64-bit number.
/// </summary>
internal static class AuditLeaf
{
    public const int SaltSize = 32;
    private const int MostOnStack = 1_024;

    /// <exception cref="CanonicalJsonException">A text is no Unicode.</exception>
    public static byte[] Hash(AuditEntry entry, ArrayBufferWriter<byte> buffer) =>
        Hash(EntityAuditRows.Of(entry, null), entry.OrganizationId, buffer);

    /// <param name="sha256">Kept by whoever hashes many.</param>
    /// <inheritdoc cref="Hash(AuditEntry, ArrayBufferWriter{byte})"/>
    public static byte[] Hash(scoped in AuditRow row, Guid organizationId, ArrayBufferWriter<byte> buffer, IncrementalHash? sha256 = null)
    {
        buffer.ResetWrittenCount();
        // The leaf's first byte goes before the entry, so that all is hashed in one call and nothing is copied.
        buffer.GetSpan(1)[0] = MerkleHash.LeafPrefix;
        buffer.Advance(1);
        Write(row, organizationId, buffer);
        if (sha256 is null)
        {
            return SHA256.HashData(buffer.WrittenSpan);
        }

        sha256.AppendData(buffer.WrittenSpan);
        return sha256.GetHashAndReset();
    }

    /// <summary>The canonical entry.</summary>
    public static byte[] Canonical(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(EntityAuditRows.Of(entry, null), entry.OrganizationId, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256(salt ‖ canonical detail).</summary>
    public static byte[] DetailHash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalDetail)
    {
        var hash = new byte[MerkleHash.Size];
        DetailHash(salt, canonicalDetail, hash);
        return hash;
    }

    /// <inheritdoc cref="DetailHash(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static void DetailHash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalDetail, Span<byte> hash)
    {
        var length = salt.Length + canonicalDetail.Length;
        if (length <= MostOnStack)
        {
            Span<byte> input = stackalloc byte[MostOnStack];
            salt.CopyTo(input);
            canonicalDetail.CopyTo(input[salt.Length..]);
            SHA256.HashData(input[..length], hash);
            return;
        }

        using var parts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        DetailHash(salt, canonicalDetail, hash, parts);
    }

    /// <inheritdoc cref="DetailHash(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static void DetailHash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalDetail, Span<byte> hash, IncrementalHash sha256)
    {
        sha256.AppendData(salt);
        sha256.AppendData(canonicalDetail);
        sha256.GetHashAndReset(hash);
    }

    private static void Write(scoped in AuditRow row, Guid organizationId, ArrayBufferWriter<byte> buffer)
    {
        Span<byte> text = stackalloc byte[2 * MerkleHash.Size];
        // Names in canonical order.
        var json = new CanonicalJsonWriter(buffer);
        json.Raw("{\"action\":"u8);
        json.WriteString(row.Action);
        json.Raw(",\"actor\":{\"id\":"u8);
        json.WriteString(row.ActorId);
        json.Raw(",\"name\":"u8);
        json.WriteString(row.ActorName);
        json.Raw("},\"detailHash\":\""u8);
        // Of any other length, it cannot be the hash that was written, and the leaf will not be either.
        Convert.TryToHexStringLower(row.DetailHash[..Math.Min(row.DetailHash.Length, MerkleHash.Size)], text, out var length);
        json.Raw(text[..length]);
        json.Raw("\",\"instant\":\""u8);
        InstantText.TryMachine(row.At, text, out length);
        json.Raw(text[..length]);
        json.Raw("\",\"organization\":\""u8);
        organizationId.TryFormat(text, out length, "D");
        json.Raw(text[..length]);
        json.Raw("\",\"sequence\":\""u8);
        row.Sequence.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        json.Raw(text[..length]);
        json.Raw("\",\"subject\":{\"id\":"u8);
        json.WriteString(row.SubjectId);
        json.Raw(",\"type\":"u8);
        json.WriteString(row.SubjectType);
        json.Raw("}}"u8);
    }
}
