using System.Security.Cryptography;
using Azure.Core.Cryptography;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>One version of a key-encryption key. Wraps here with the public half, unwraps in the vault.</summary>
internal sealed class KeyVaultKeyEncryptionKey(KeyVaultClient client, KeyVaultPublicKeys keys, KeyVaultKeyId id, NewKey fit) : IKeyEncryptionKey
{
    public string KeyId => id.Kid;

    /// <exception cref="KeyVaultException">The vault's key is not what is configured, e.g. too short: nothing new is wrapped by it.</exception>
    public async Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        Require(algorithm);
        var jwk = await keys.GetAsync(id, cancellationToken).ConfigureAwait(false);
        KeyVaultFitness.Require(jwk, id.Name, fit);
        using var rsa = jwk.Rsa();
        return rsa.Encrypt(key.Span, RSAEncryptionPadding.OaepSHA256);
    }

    /// <exception cref="CryptographicException">The vault says that this key did not wrap these bytes, or has no such key, or another key answered.</exception>
    /// <exception cref="KeyVaultException">Everything else that keeps the vault from answering.</exception>
    public async Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default)
    {
        Require(algorithm);
        try
        {
            return await client.UnwrapAsync(id, algorithm, encryptedKey, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyVaultException e) when (e.Fault is KeyVaultFault.Rejected or KeyVaultFault.NotFound or KeyVaultFault.Untrusted)
        {
            throw new CryptographicException(e.Message, e);
        }
    }

    public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The vault is asked asynchronously.");

    public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The vault is asked asynchronously.");

    private static void Require(string algorithm)
    {
        if (algorithm != DataKeys.WrapAlgorithm)
        {
            throw new NotSupportedException($"Only {DataKeys.WrapAlgorithm} wraps here, not {algorithm}.");
        }
    }
}
