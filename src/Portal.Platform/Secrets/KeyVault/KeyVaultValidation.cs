using Microsoft.Extensions.Options;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Says at start everything that is wrong with the vault's configuration, each fault naming its key and what to do.</summary>
internal sealed class KeyVaultValidation : IValidateOptions<KeyVaultOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyVaultOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static IEnumerable<string> Faults(KeyVaultOptions options) =>
        [.. Place(options), .. Keys(options), .. DevelopmentOnly(options), .. Certificate(options)];

    private static IEnumerable<string> Place(KeyVaultOptions options)
    {
        if (!Uri.TryCreate(options.VaultUri, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps
            || vault.PathAndQuery != "/" || vault.UserInfo.Length > 0)
        {
            yield return $"{Key(nameof(options.VaultUri))}: '{options.VaultUri}' is not the root of a vault. Give https and the host only, e.g. https://contoso.vault.azure.net/.";
        }
    }

    private static IEnumerable<string> Keys(KeyVaultOptions options)
    {
        if (options.KeyType is not ("RSA" or "RSA-HSM"))
        {
            yield return $"{Key(nameof(options.KeyType))}: '{options.KeyType}' is not known. Set RSA, or RSA-HSM for a Premium vault.";
        }

        if (!KeyVaultKeyId.IsName(options.SigningKey))
        {
            yield return $"{Key(nameof(options.SigningKey))}: '{options.SigningKey}' is no key name. Use letters, digits and hyphens, at most 127.";
        }

        if (options.SharedKey is { } shared && (!KeyVaultKeyId.IsName(shared) || shared == options.SigningKey))
        {
            yield return $"{Key(nameof(options.SharedKey))}: '{shared}' cannot be used. Use letters, digits and hyphens, at most 127, and another name than the signing key's; "
                + "or remove it, for one key an organization.";
        }

        if (!Enum.IsDefined(options.Identity))
        {
            yield return $"{Key(nameof(options.Identity))}: '{options.Identity}' is not known. Set Managed, Workload or Environment.";
        }

        if (options.ClientId is { } client && !Guid.TryParse(client, out _))
        {
            yield return $"{Key(nameof(options.ClientId))}: '{client}' is no client id. Give the identity's id as the portal of your cloud shows it, or remove it.";
        }
    }

    private static IEnumerable<string> DevelopmentOnly(KeyVaultOptions options)
    {
        var development = string.Equals(options.EnvironmentName, "Development", StringComparison.OrdinalIgnoreCase);
        (string Name, bool Set)[] guarded =
        [
            (nameof(options.TrustedCertificatePath), !string.IsNullOrEmpty(options.TrustedCertificatePath)),
            (nameof(options.VerifyChallengeResource), !options.VerifyChallengeResource),
            (nameof(options.DevelopmentToken), !string.IsNullOrEmpty(options.DevelopmentToken)),
        ];
        foreach (var (name, _) in guarded.Where(g => g.Set && !development))
        {
            yield return $"{Key(name)}: it weakens what protects the keys and is for Development only; the environment is {options.EnvironmentName}. Remove it.";
        }

        foreach (var (name, _) in guarded.Where(g => g.Set && development && Uri.TryCreate(options.VaultUri, UriKind.Absolute, out var vault) && !vault.IsLoopback))
        {
            yield return $"{Key(name)}: it is for an emulator on loopback; {options.VaultUri} is none. Remove it.";
        }
    }

    private static IEnumerable<string> Certificate(KeyVaultOptions options)
    {
        if (!string.IsNullOrEmpty(options.TrustedCertificatePath) && !File.Exists(options.TrustedCertificatePath))
        {
            yield return $"{Key(nameof(options.TrustedCertificatePath))}: there is no file {options.TrustedCertificatePath}. Start the emulator first; it writes it.";
        }
    }

    private static string Key(string name) => $"{KeyVaultOptions.Section}:{name}";
}
