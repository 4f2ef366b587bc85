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

    public static byte[] Hash(AuditEntry entry, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Write(entry, buffer);
        return MerkleHash.Leaf(buffer.WrittenSpan);
    }

    /// <summary>The canonical entry.</summary>
    public static byte[] Canonical(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256(salt ‖ canonical detail).</summary>
    public static byte[] DetailHash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalDetail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(canonicalDetail);
        return hash.GetHashAndReset();
    }

    private static void Write(AuditEntry entry, ArrayBufferWriter<byte> buffer)
    {
        // Names in canonical order.
        var json = new CanonicalJsonWriter(buffer);
        json.Raw("{\"action\":"u8);
        json.WriteString(entry.Action);
        json.Raw(",\"actor\":{\"id\":"u8);
        json.WriteString(entry.ActorId);
        json.Raw(",\"name\":"u8);
        json.WriteString(entry.ActorName);
        json.Raw("},\"detailHash\":"u8);
        json.WriteString(Convert.ToHexStringLower(entry.DetailHash));
        json.Raw(",\"instant\":"u8);
        json.WriteString(InstantText.Machine(entry.At));
        json.Raw(",\"organization\":"u8);
        json.WriteString(entry.OrganizationId.ToString("D"));
        json.Raw(",\"sequence\":"u8);
        json.WriteString(entry.Sequence.ToString(CultureInfo.InvariantCulture));
        json.Raw(",\"subject\":{\"id\":"u8);
        json.WriteString(entry.SubjectId);
        json.Raw(",\"type\":"u8);
        json.WriteString(entry.SubjectType);
        json.Raw("}}"u8);
    }
}
