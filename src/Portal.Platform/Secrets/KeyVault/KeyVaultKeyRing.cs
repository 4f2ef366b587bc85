using System.Security.Cryptography;
using Azure.Core.Cryptography;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>The organizations' key-encryption keys in the vault.</summary>
internal sealed class KeyVaultKeyRing(KeyVaultClient client, KeyVaultPublicKeys keys, KeyVaultOptions options)
    : IKeyEncryptionKeyResolver, IKeyEncryptionKeyDirectory
{
    /// <exception cref="SecretFaultException">The organization has no key yet.</exception>
    /// <exception cref="KeyVaultException">The vault did not say.</exception>
    public async Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        try
        {
            return client.Id(await keys.CurrentAsync(options.NameOf(organizationId), cancellationToken).ConfigureAwait(false)).Kid;
        }
        catch (KeyVaultException e) when (e.Fault == KeyVaultFault.NotFound)
        {
            throw new SecretFaultException(SecretFault.NoKeyEncryptionKey, organizationId, e);
        }
    }

    /// <summary>Asks nobody: what the id says is checked when the key is used.</summary>
    /// <exception cref="CryptographicException">The id names no key-encryption key of this vault; nothing was sent anywhere.</exception>
    public IKeyEncryptionKey Resolve(string keyId, CancellationToken cancellationToken = default) =>
        KeyVaultKeyId.Parse(keyId, client.Vault) is { } id && id.Name != options.SigningKey
            ? new KeyVaultKeyEncryptionKey(client, keys, id, KeyVaultFitness.Encrypting(options))
            : throw new CryptographicException($"The key vault has no key-encryption key '{keyId}'.");

    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Resolve(keyId, cancellationToken));
}
