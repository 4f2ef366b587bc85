using System.Security.Cryptography;

namespace Portal.Platform.Secrets;

/// <summary>What is signed about a data key, and the tag that binds the unwrapped key to its row. Both formats are final.</summary>
internal static class DataKeyStatement
{
    private const string AttestationDomain = "portal.data_key.attestation.v1";
    private const string BindingDomain = "portal.data_key.binding.v1";

    /// <summary>Length-prefixed: domain, organization, data key id, version, kid, wrapped key, binding tag, created at (UTC ticks).</summary>
    public static byte[] Attested(DataKey key, byte[] wrappedKey) => new LengthPrefixed()
        .Add(AttestationDomain).Add(key.OrganizationId).Add(key.Id).Add(key.Version).Add(key.Kid).Add(wrappedKey).Add(key.BindingTag)
        .Add(key.CreatedAt.UtcTicks).Written.ToArray();

    /// <summary>HMAC-SHA-256 over length-prefixed organization, data key id and kid, under a key derived from the data key for this only.</summary>
    public static byte[] BindingTag(ReadOnlySpan<byte> dataKey, Guid organizationId, Guid dataKeyId, string kid)
    {
        using var bindingKey = new PinnedBytes(SHA256.HashSizeInBytes);
        HKDF.DeriveKey(HashAlgorithmName.SHA512, dataKey, bindingKey.Span, salt: [], info: new LengthPrefixed().Add(BindingDomain).Written);
        return HMACSHA256.HashData(bindingKey.Span, new LengthPrefixed().Add(organizationId).Add(dataKeyId).Add(kid).Written);
    }
}
