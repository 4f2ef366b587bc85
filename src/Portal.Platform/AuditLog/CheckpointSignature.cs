using System.Formats.Asn1;
using System.Security.Cryptography;
using Portal.Platform.Secrets;

namespace Portal.Platform.AuditLog;

/// <summary>
/// Signs and verifies checkpoints with the portal's signing key. Its other messages begin with a byte below U+0020 (the length of their
/// first field), a checkpoint begins with a visible character: no signature for one is ever one for the other.
/// </summary>
public static class CheckpointSignature
{
    private const int FieldSize = 32;

    /// <exception cref="CryptographicException">What the signer gave does not verify under the public key that it names.</exception>
    public static async Task<(CheckpointNote Note, SigningPublicKey Key)> SignAsync(
        IAttestationSigner signer, CheckpointBody body, CancellationToken cancellationToken)
    {
        if (!CheckpointBody.IsOrigin(body.Origin) || body.Size < 1 || body.Root.Length != MerkleHash.Size)
        {
            throw new ArgumentException("A checkpoint names an origin, at least one entry and a root of 32 bytes.", nameof(body));
        }

        var signature = await signer.SignAsync(body.Message, cancellationToken).ConfigureAwait(false);
        var key = await signer.PublicKeyAsync(signature.Kid, cancellationToken).ConfigureAwait(false)
            ?? throw new CryptographicException($"The signing key '{signature.Kid}' has no public half.");
        var note = new CheckpointNote(body, KeyId(key.SubjectPublicKeyInfo), ToDer(signature.Value));
        return Verify(note, key.SubjectPublicKeyInfo)
            ? (note, key)
            : throw new CryptographicException($"The signature of '{signature.Kid}' does not verify under its own public key.");
    }

    /// <summary>Whether the note was signed with that key. Nothing but the public key is needed.</summary>
    public static bool Verify(CheckpointNote note, byte[] subjectPublicKeyInfo)
    {
        if (!note.KeyId.AsSpan().SequenceEqual(KeyId(subjectPublicKeyInfo)))
        {
            return false;
        }

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        return key.VerifyData(note.Body.Message, note.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public static byte[] KeyId(byte[] subjectPublicKeyInfo) => SHA256.HashData(subjectPublicKeyInfo)[..CheckpointNote.KeyIdSize];

    /// <summary>r‖s, as key stores give it, to the sequence of two integers that signed notes and openssl use.</summary>
    internal static byte[] ToDer(byte[] p1363)
    {
        if (p1363.Length != 2 * FieldSize)
        {
            throw new CryptographicException($"A P-256 signature has 64 bytes, not {p1363.Length}.");
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Minimal(p1363.AsSpan(0, FieldSize)));
            writer.WriteIntegerUnsigned(Minimal(p1363.AsSpan(FieldSize)));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Minimal(ReadOnlySpan<byte> number)
    {
        var trimmed = number.TrimStart((byte)0);
        return trimmed.IsEmpty ? number[^1..] : trimmed;
    }
}
