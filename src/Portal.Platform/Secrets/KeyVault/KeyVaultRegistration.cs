using Azure.Core.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Azure Key Vault as the provider of keys.</summary>
public static class KeyVaultRegistration
{
    /// <summary>Keys in the vault of section <c>KeyVault</c>, validated at start. The process wraps, unwraps and signs; it cannot make keys.</summary>
    public static IServiceCollection AddKeyVault(this IServiceCollection services)
    {
        services.AddOptions<KeyVaultOptions>()
            .BindConfiguration(KeyVaultOptions.Section)
            .PostConfigure<IHostEnvironment>((options, host) => options.EnvironmentName = host.EnvironmentName)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyVaultOptions>, KeyVaultValidation>());
        services.TryAddSingleton(provider => KeyVaultConnection.Client(Options(provider)));
        services.TryAddSingleton(provider => new KeyVaultPublicKeys(Client(provider), TimeProvider.System));
        services.TryAddSingleton(provider =>
            new KeyVaultKeyRing(Client(provider), provider.GetRequiredService<KeyVaultPublicKeys>(), Options(provider)));
        // The official package's KeyResolver fits here too, the day it restores.
        services.TryAddSingleton<IKeyEncryptionKeyResolver>(provider => provider.GetRequiredService<KeyVaultKeyRing>());
        services.TryAddSingleton<IKeyEncryptionKeyDirectory>(provider => provider.GetRequiredService<KeyVaultKeyRing>());
        services.TryAddSingleton<IAttestationSigner>(provider =>
            new KeyVaultSigner(Client(provider), provider.GetRequiredService<KeyVaultPublicKeys>(), Options(provider), TimeProvider.System));
        services.TryAddSingleton<IKeyStoreProbe>(provider => new KeyVaultProbe(Client(provider), Options(provider), TimeProvider.System));
        return services;
    }

    /// <summary>Lets this process make, rotate and delete keys: for <c>--provision</c> under its own identity, and for Development.</summary>
    public static IServiceCollection AddKeyVaultProvisioning(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
            new KeyCreationLimiter(Options(provider).IsHardware ? KeyCreationLimiter.Hardware : KeyCreationLimiter.Software, TimeProvider.System));
        services.TryAddSingleton<IKeyProvisioner>(provider =>
            new KeyVaultProvisioner(Client(provider), Options(provider), provider.GetRequiredService<KeyCreationLimiter>()));
        return services;
    }

    private static KeyVaultOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value;

    private static KeyVaultClient Client(IServiceProvider provider) => provider.GetRequiredService<KeyVaultClient>();
}
