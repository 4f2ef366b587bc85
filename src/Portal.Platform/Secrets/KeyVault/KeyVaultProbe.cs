namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Reads the signing key's description: the cheapest question that a wrong network, identity or vault cannot answer. The vault describes a key
/// that it would not sign with, or that the portal would not, so that is looked at too.
/// </summary>
internal sealed class KeyVaultProbe(KeyVaultClient client, KeyVaultOptions options, TimeProvider system) : IKeyStoreProbe
{
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var key = await client.GetAsync(options.SigningKey, null, cancellationToken).ConfigureAwait(false);
        KeyVaultFitness.Require(key.Key, options.SigningKey, KeyVaultFitness.Signing(options));
        if (key.Attributes?.IsUsable(system.GetUtcNow()) == false)
        {
            throw new KeyVaultException(KeyVaultFault.Disabled, $"The signing key {options.SigningKey} is switched off, expired or not yet valid.");
        }
    }
}
