using System.Security.Cryptography;

namespace Portal.Platform.Secrets;

/// <summary>
/// Turns a vendor's ids into pseudonyms: the same person is the same pseudonym for ever, in one connection of one organization only, and
/// nobody without the key can tell which person it is, not even by trying all ids.
/// </summary>
public sealed class Pseudonymizer : IDisposable
{
    internal const int KeySize = 32;
    private const string Domain = "portal.pseudonym.v1";

    private readonly OpenedSecret _key;

    internal Pseudonymizer(OpenedSecret key) => _key = key;

    /// <returns>32 lower-case hex digits: the first half of HMAC-SHA-256 over length-prefixed domain, connection and subject id.</returns>
    /// <exception cref="ObjectDisposedException"/>
    public string Pseudonym(Guid connectionId, string subjectId)
    {
        var message = new LengthPrefixed().Add(Domain).Add(connectionId).Add(subjectId).Written;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Bytes.Span, message, mac);
        return Convert.ToHexStringLower(mac[..16]);
    }

    public void Dispose() => _key.Dispose();
}
