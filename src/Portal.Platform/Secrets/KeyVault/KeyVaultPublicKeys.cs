using System.Collections.Concurrent;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Public halves of key versions. A version's key never changes, so that each is asked for once.</summary>
internal sealed class KeyVaultPublicKeys(KeyVaultClient client)
{
    private readonly ConcurrentDictionary<KeyVaultKeyId, KeyVaultJwk> _known = new();

    /// <exception cref="KeyVaultException"/>
    public async Task<KeyVaultJwk> GetAsync(KeyVaultKeyId id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        return Keep(await client.GetAsync(id.Name, id.Version, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The current version of a key, asked for now.</summary>
    /// <exception cref="KeyVaultException"/>
    public async Task<KeyVaultKeyId> CurrentAsync(string name, CancellationToken cancellationToken)
    {
        var key = await client.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
        Keep(key);
        return client.Id(key);
    }

    private KeyVaultJwk Keep(KeyVaultKey key) => _known.GetOrAdd(client.Id(key), key.Key!);
}
