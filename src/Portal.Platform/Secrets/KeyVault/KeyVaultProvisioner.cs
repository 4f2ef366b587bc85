namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Makes, rotates and deletes keys in the vault, no faster than it takes them. Its identity is Key Vault Crypto Officer; the web
/// process's is not, and has no provisioner.
/// </summary>
internal sealed class KeyVaultProvisioner(KeyVaultClient client, KeyVaultOptions options, KeyCreationLimiter limiter) : IKeyProvisioner
{
    public Task<string> EnsureKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken) =>
        EnsureAsync(options.NameOf(organizationId), KeyVaultFitness.Encrypting(options), cancellationToken);

    public async Task<string> RotateKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await limiter.WaitAsync(cancellationToken).ConfigureAwait(false);
        var name = options.NameOf(organizationId);
        return Fitting(await client.RotateAsync(name, cancellationToken).ConfigureAwait(false), name, KeyVaultFitness.Encrypting(options));
    }

    /// <summary>
    /// A key that organizations share stays: none of them has one of its own. What it wrapped for this one is lost by destroying the
    /// organization's data key.
    /// </summary>
    public async Task DestroyKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        if (options.SharedKey is not null)
        {
            return;
        }

        try
        {
            await client.DeleteAsync(options.NameOf(organizationId), cancellationToken).ConfigureAwait(false);
        }
        catch (KeyVaultException e) when (e.Fault == KeyVaultFault.NotFound)
        {
            // Destroyed before.
        }
    }

    public Task<string> EnsureSigningKeyAsync(CancellationToken cancellationToken) =>
        EnsureAsync(options.SigningKey, KeyVaultFitness.Signing(options), cancellationToken);

    private async Task<string> EnsureAsync(string name, NewKey wanted, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return Fitting(existing, name, wanted);
        }

        await limiter.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Fitting(await client.CreateAsync(name, wanted, cancellationToken).ConfigureAwait(false), name, wanted);
        }
        catch (KeyVaultException e) when (e.Fault == KeyVaultFault.Conflict)
        {
            throw new KeyVaultException(KeyVaultFault.Conflict,
                $"A deleted key holds the name {name}. Recover it if what it wrapped is still needed, else purge it, then provision again.", e)
            {
                Code = e.Code,
                Status = e.Status,
            };
        }
    }

    private async Task<KeyVaultKey?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyVaultException e) when (e.Fault == KeyVaultFault.NotFound)
        {
            return null;
        }
    }

    /// <summary>A key of that name that somebody else made for something else is not used.</summary>
    private string Fitting(KeyVaultKey key, string name, NewKey wanted)
    {
        KeyVaultFitness.Require(key.Key, name, wanted);
        return client.Id(key).Kid;
    }
}
