using System.Security.Cryptography;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Signs in the vault, verifies here. Only versions of the configured signing key are the portal's own.</summary>
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
        return await VerifyAsync(signature, message, cancellationToken).ConfigureAwait(false) ? signature
            : throw new KeyVaultException(KeyVaultFault.Untrusted, $"The vault's signature does not hold under {id.Kid}. It was not used.");
    }

    public async Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
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
        return new SigningPublicKey(kid, p256.ExportSubjectPublicKeyInfo());
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
        var id = await keys.CurrentAsync(options.SigningKey, cancellationToken).ConfigureAwait(false);
        _current = new Current(id, asked);
        return id;
    }

    private sealed record Current(KeyVaultKeyId Id, long Asked);
}
