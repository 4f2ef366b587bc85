using Azure.Core.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Platform.Secrets.KeyRing;
using Portal.Platform.Time;

namespace Portal.Platform.Secrets;

/// <summary>Sealing, and a provider of keys for it.</summary>
public static class SecretsRegistration
{
    /// <summary>
    /// Sealing itself. Needs the product clock, and one provider of <see cref="IKeyEncryptionKeyResolver"/>,
    /// <see cref="IKeyEncryptionKeyDirectory"/> and <see cref="IAttestationSigner"/>: <see cref="AddLocalKeyRing"/>, or <see cref="KeyVault.KeyVaultRegistration.AddKeyVault"/>.
    /// </summary>
    public static IServiceCollection AddPlatformSecrets(this IServiceCollection services)
    {
        // The cache must not follow the product clock: it protects.
        services.TryAddSingleton(_ => new DataKeyCache(TimeProvider.System));
        services.TryAddSingleton<DataKeys>();
        services.TryAddSingleton(provider => new SecretSealer(provider.GetRequiredService<DataKeys>()));
        services.TryAddSingleton(provider =>
            new OrganizationKeys(provider.GetRequiredService<DataKeys>(), provider.GetRequiredService<SecretSealer>()));
        return services;
    }

    /// <summary>Keys in private files of this machine. The host refuses to start with it outside Development, or if the folder is not safe.</summary>
    public static IServiceCollection AddLocalKeyRing(this IServiceCollection services, Action<LocalKeyRingOptions> configure)
    {
        services.AddOptions<LocalKeyRingOptions>()
            .BindConfiguration(LocalKeyRingOptions.Section)
            .Configure(configure)
            .PostConfigure<IHostEnvironment>((options, host) =>
                (options.EnvironmentName, options.ContentRoot) = (host.EnvironmentName, host.ContentRootPath))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LocalKeyRingOptions>, LocalKeyRingValidation>());
        services.TryAddSingleton(provider => new LocalKeyRing(provider.GetRequiredService<IOptions<LocalKeyRingOptions>>().Value));
        services.TryAddSingleton<IKeyEncryptionKeyResolver>(provider => provider.GetRequiredService<LocalKeyRing>());
        services.TryAddSingleton<IKeyEncryptionKeyDirectory>(provider => provider.GetRequiredService<LocalKeyRing>());
        services.TryAddSingleton<IAttestationSigner>(provider => provider.GetRequiredService<LocalKeyRing>());
        services.TryAddSingleton<IKeyProvisioner>(provider => provider.GetRequiredService<LocalKeyRing>());
        services.TryAddSingleton<IKeyStoreProbe>(provider => provider.GetRequiredService<LocalKeyRing>());
        return services;
    }
}
