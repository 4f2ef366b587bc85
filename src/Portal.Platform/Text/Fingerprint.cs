using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Portal.Platform.Text;

/// <summary>
/// What makes two findings the same: SHA-256 over the canonical JSON of kind, schema version, subject and payload. When and how it was
/// found is not part of it.
/// </summary>
public static class Fingerprint
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <returns>32 bytes.</returns>
    /// <exception cref="CanonicalJsonException">The payload has no canonical form.</exception>
    public static byte[] Of(string kind, int schemaVersion, string subject, JsonObject payload) =>
        OfCanonical(kind, schemaVersion, subject, CanonicalJson.Canonicalize(payload));

    /// <param name="canonicalPayload">Canonical bytes of the payload, e.g. as stored. They are hashed as they are.</param>
    /// <inheritdoc cref="Of"/>
    public static byte[] OfCanonical(string kind, int schemaVersion, string subject, ReadOnlySpan<byte> canonicalPayload)
    {
        var output = new ArrayBufferWriter<byte>(canonicalPayload.Length + 256);
        WritePreimage(output, kind, schemaVersion, subject, canonicalPayload);
        return SHA256.HashData(output.WrittenSpan);
    }

    /// <summary>Writes the exact bytes that are hashed, for whoever wants to hash them again.</summary>
    /// <exception cref="CanonicalJsonException">Kind or subject has no canonical form.</exception>
    public static void WritePreimage(
        IBufferWriter<byte> output, string kind, int schemaVersion, string subject, ReadOnlySpan<byte> canonicalPayload)
    {
        var json = new CanonicalJsonWriter(output);
        // Names in canonical order, so that the payload need not be parsed again.
        json.Raw("{\"kind\":"u8);
        json.WriteString(kind);
        json.Raw(",\"payload\":"u8);
        json.Raw(canonicalPayload);
        json.Raw(",\"schemaVersion\":"u8);
        json.WriteNumber(schemaVersion);
        json.Raw(",\"subject\":"u8);
        json.WriteString(subject);
        json.Raw("}"u8);
    }

    /// <summary>Lower-case hex, as shown and searched.</summary>
    public static string Hex(ReadOnlySpan<byte> fingerprint) => Convert.ToHexStringLower(fingerprint);
}
