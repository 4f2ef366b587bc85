using System.Security.Cryptography;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Signs in the vault, verifies here. Only versions of the configured signing key are the portal's own. A version that was switched off signs
/// nothing more, and nothing is opened or carried out on its word; what it signed before, people can still verify, and are told.
/// </summary>
internal sealed class KeyVaultSigner(KeyVaultClient client, KeyVaultPublicKeys keys, KeyVaultOptions options, TimeProvider system) : IAttestationSigner
{
    private const string Algorithm = "ES256";

    /// <summary>After a rotation the older version still signs for so long.</summary>
    public static readonly TimeSpan CurrentFor = TimeSpan.FromMinutes(10);

    private Current? _current;

    public async Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var id = await CurrentAsync(cancellationToken).ConfigureAwait(false);
        var value = await client.SignAsync(id, Algorithm, SHA256.HashData(message.Span), cancellationToken).ConfigureAwait(false);
        var signature = new AttestationSignature(id.Kid, value);
        return await HoldsAsync(signature, message, cancellationToken).ConfigureAwait(false) ? signature
            : throw new KeyVaultException(KeyVaultFault.Untrusted, $"The vault's signature does not hold under {id.Kid}. It was not used.");
    }

    /// <exception cref="KeyVaultException">It holds, but the version was switched off since, or the vault does not say whether it was.</exception>
    public async Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!await HoldsAsync(signature, message, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return !await keys.IsSwitchedOffAsync(KeyVaultKeyId.Parse(signature.Kid, client.Vault)!, cancellationToken).ConfigureAwait(false) ? true
            : throw new KeyVaultException(KeyVaultFault.Disabled,
                $"The signature is by {signature.Kid}, a version of the signing key that is switched off. What it signed is not used; see docs/keys.md.");
    }

    private async Task<bool> HoldsAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (await FindAsync(signature.Kid, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return false;
        }

        using var p256 = key.P256();
        return p256.VerifyData(message.Span, signature.Value, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public async Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken)
    {
        kid ??= (await CurrentAsync(cancellationToken).ConfigureAwait(false)).Kid;
        if (await FindAsync(kid, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return null;
        }

        using var p256 = key.P256();
        return new SigningPublicKey(kid, p256.ExportSubjectPublicKeyInfo())
        {
            IsSwitchedOff = await keys.WasSwitchedOffAsync(KeyVaultKeyId.Parse(kid, client.Vault)!, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<KeyVaultJwk?> FindAsync(string kid, CancellationToken cancellationToken)
    {
        if (KeyVaultKeyId.Parse(kid, client.Vault) is not { } id || id.Name != options.SigningKey)
        {
            return null;
        }

        try
        {
            return await keys.GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyVaultException e) when (e.Fault == KeyVaultFault.NotFound)
        {
            return null;
        }
    }

    private async Task<KeyVaultKeyId> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known && system.GetElapsedTime(known.Asked) < CurrentFor)
        {
            return known.Id;
        }

        var asked = system.GetTimestamp();
        var key = await keys.CurrentAsync(options.SigningKey, cancellationToken).ConfigureAwait(false);
        KeyVaultFitness.Require(key.Key, options.SigningKey, KeyVaultFitness.Signing(options));
        if (key.Attributes?.IsUsable(system.GetUtcNow()) == false)
        {
            throw new KeyVaultException(KeyVaultFault.Disabled, $"The newest version of {options.SigningKey} is switched off, expired or not yet valid. Nothing is signed with it.");
        }

        var id = client.Id(key);
        _current = new Current(id, asked);
        return id;
    }

    private sealed record Current(KeyVaultKeyId Id, long Asked);
}
