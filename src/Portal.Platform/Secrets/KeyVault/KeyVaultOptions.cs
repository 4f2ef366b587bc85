namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Which vault holds the portal's keys, and how it is reached. Section <c>KeyVault</c>; see docs/keys.md.</summary>
public sealed class KeyVaultOptions
{
    public const string Section = "KeyVault";

    /// <summary>Root of the vault, e.g. <c>https://contoso.vault.azure.net/</c>. Its presence chooses the vault instead of the local key ring.</summary>
    public string? VaultUri { get; set; }

    /// <summary><c>RSA</c>, or <c>RSA-HSM</c> for keys that never leave a hardware module (Premium tier, charged for each key).</summary>
    public string KeyType { get; set; } = "RSA";

    /// <summary>Name of one key-encryption key for all organizations, where a key for each would cost too much; null for one each.</summary>
    public string? SharedKey { get; set; }

    /// <summary>Name of the key whose signatures are the portal's own.</summary>
    public string SigningKey { get; set; } = "portal-signing";

    public KeyVaultIdentity Identity { get; set; } = KeyVaultIdentity.Managed;

    /// <summary>Client id of a user-assigned managed identity or of the workload's application; null for the machine's own.</summary>
    public string? ClientId { get; set; }

    /// <summary>Development only: PEM of the certificate, or of its issuer, that an emulator on loopback shows.</summary>
    public string? TrustedCertificatePath { get; set; }

    /// <summary>Off in Development only, for an emulator whose host is not below the resource it asks tokens for.</summary>
    public bool VerifyChallengeResource { get; set; } = true;

    /// <summary>Development only, and to loopback only: what is sent as the token to an emulator, since no identity provider knows it.</summary>
    public string? DevelopmentToken { get; set; }

    /// <summary>Set from the host, not from configuration.</summary>
    internal string EnvironmentName { get; set; } = "Production";

    /// <summary>The vault, once validated.</summary>
    internal Uri Vault => new(VaultUri!);

    internal bool IsHardware => KeyType == "RSA-HSM";

    /// <summary>Name of an organization's key-encryption key.</summary>
    internal string NameOf(Guid organizationId) => SharedKey ?? $"portal-org-{organizationId:N}";
}

/// <summary>Where the portal's token comes from. One source, so that a machine never speaks as somebody unexpected.</summary>
public enum KeyVaultIdentity
{
    /// <summary>The managed identity of the machine.</summary>
    Managed,
    /// <summary>Federated identity of a Kubernetes workload.</summary>
    Workload,
    /// <summary><c>AZURE_TENANT_ID</c>, <c>AZURE_CLIENT_ID</c> and a certificate or secret in the environment.</summary>
    Environment,
}
