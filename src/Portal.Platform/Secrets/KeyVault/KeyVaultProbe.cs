namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Reads the signing key's public half: the cheapest question that a wrong network, identity or vault cannot answer.</summary>
internal sealed class KeyVaultProbe(KeyVaultClient client, KeyVaultOptions options) : IKeyStoreProbe
{
    public Task ProbeAsync(CancellationToken cancellationToken) => client.GetAsync(options.SigningKey, null, cancellationToken);
}
