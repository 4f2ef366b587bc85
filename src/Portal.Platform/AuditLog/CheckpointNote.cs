using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Portal.Platform.AuditLog;

/// <summary>What a checkpoint says: this log had this many entries, and this was its root.</summary>
/// <param name="Origin">Which log: a configured prefix, a slash and the organization's id.</param>
/// <param name="Root">RFC 6962 root, 32 bytes.</param>
public sealed record CheckpointBody(string Origin, long Size, byte[] Root)
{
    /// <summary>The three lines that are signed (c2sp.org/tlog-checkpoint), the last line feed included.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public byte[] Message => Encoding.UTF8.GetBytes(Text);

    public static string OriginOf(string prefix, Guid organizationId) => $"{prefix}/{organizationId:D}";

    /// <summary>Whether the checkpoint is about that organization's log, whatever the prefix was when it was made.</summary>
    public bool IsAbout(Guid organizationId) => Origin.EndsWith($"/{organizationId:D}", StringComparison.Ordinal);

    /// <summary>What may stand in the first line: visible characters without spaces and plus signs, as the specification advises.</summary>
    public static bool IsOrigin(string origin) => origin.Length is > 0 and <= 200
        && origin.All(c => c is > ' ' and < '\x7f' and not '+') && !origin.StartsWith('/') && !origin.EndsWith('/');
}

/// <summary>A checkpoint with its one signature, as text (c2sp.org/signed-note). The format is final.</summary>
/// <param name="KeyId">First four bytes of SHA-256 over the public key (DER SubjectPublicKeyInfo), as signature type 0x02 says.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over <see cref="CheckpointBody.Text"/>, ASN.1 DER: what openssl reads.</param>
public sealed record CheckpointNote(CheckpointBody Body, byte[] KeyId, byte[] Signature)
{
    public const int KeyIdSize = 4;

    // Em dash, space.
    private const string SignatureStart = "\u2014 ";

    public string Text => $"{Body.Text}\n{SignatureStart}{Body.Origin} {Convert.ToBase64String([.. KeyId, .. Signature])}\n";

    /// <returns>Null unless the text is, to the byte, what <see cref="Text"/> writes.</returns>
    public static CheckpointNote? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines is not [var origin, var size, var root, "", var signature, ""] || !CheckpointBody.IsOrigin(origin)
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !signature.StartsWith($"{SignatureStart}{origin} ", StringComparison.Ordinal)
            || Decode(root) is not { Length: MerkleHash.Size } hash
            || Decode(signature[(SignatureStart.Length + origin.Length + 1)..]) is not { Length: > KeyIdSize } signed)
        {
            return null;
        }

        var note = new CheckpointNote(new CheckpointBody(origin, count, hash), signed[..KeyIdSize], signed[KeyIdSize..]);
        return note.Text == text ? note : null;
    }

    private static byte[]? Decode(string text) => Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
}
