using System.Collections.Concurrent;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Public halves of key versions, and whether the vault has them switched on. A version's key never changes, so that each is asked for once;
/// what may be switched is asked for again.
/// </summary>
internal sealed class KeyVaultPublicKeys(KeyVaultClient client, TimeProvider system)
{
    /// <summary>How long it takes at most until a version that was switched off counts as such.</summary>
    public static readonly TimeSpan StandingFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<KeyVaultKeyId, Known> _known = new();

    /// <exception cref="KeyVaultException"/>
    public async Task<KeyVaultJwk> GetAsync(KeyVaultKeyId id, CancellationToken cancellationToken) =>
        _known.TryGetValue(id, out var known) ? known.Key : (await AskAsync(id, cancellationToken).ConfigureAwait(false)).Key;

    /// <summary>Whether somebody has switched the version off. Its times say nothing about that: a version that has run out was not revoked.</summary>
    /// <exception cref="KeyVaultException">The vault did not say.</exception>
    public async Task<bool> IsSwitchedOffAsync(KeyVaultKeyId id, CancellationToken cancellationToken)
    {
        // One that is off is asked for each time, so that switching it on works at once.
        var known = _known.TryGetValue(id, out var kept) && !kept.IsSwitchedOff && system.GetElapsedTime(kept.Asked) < StandingFor ? kept
            : await AskAsync(id, cancellationToken).ConfigureAwait(false);
        return known.IsSwitchedOff;
    }

    /// <summary>As <see cref="IsSwitchedOffAsync"/>, but where the vault does not say, what it last said. False when it never did.</summary>
    public async Task<bool> WasSwitchedOffAsync(KeyVaultKeyId id, CancellationToken cancellationToken)
    {
        try
        {
            return await IsSwitchedOffAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyVaultException)
        {
            return _known.TryGetValue(id, out var last) && last.IsSwitchedOff;
        }
    }

    /// <summary>The current version of a key, asked for now.</summary>
    /// <exception cref="KeyVaultException"/>
    public async Task<KeyVaultKey> CurrentAsync(string name, CancellationToken cancellationToken)
    {
        var asked = system.GetTimestamp();
        var key = await client.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
        Keep(key, asked);
        return key;
    }

    private async Task<Known> AskAsync(KeyVaultKeyId id, CancellationToken cancellationToken)
    {
        var asked = system.GetTimestamp();
        return Keep(await client.GetAsync(id.Name, id.Version, cancellationToken).ConfigureAwait(false), asked);
    }

    private Known Keep(KeyVaultKey key, long asked)
    {
        var now = new Known(key.Key!, key.Attributes?.Enabled == false, asked);
        return _known.AddOrUpdate(client.Id(key), now, (_, known) => now with { Key = known.Key });
    }

    private sealed record Known(KeyVaultJwk Key, bool IsSwitchedOff, long Asked);
}
