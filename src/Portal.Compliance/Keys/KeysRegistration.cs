using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Compliance.Data;
using Portal.Compliance.Keys.Work;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>The life of an organization's keys. Comes with the connections, whose schedule carries its jobs.</summary>
internal static class KeysRegistration
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new KeyProvisioning(s.GetService<IKeyProvisioner>()));
        services.TryAddSingleton<KeyWorkTurns>();
        services.TryAddSingleton<KeyRequestSignatures>();
        services.AddScoped<KeyChange>().AddScoped<KeyWakes>().AddScoped<AskForKeys>().AddScoped<SignKeyRequest>();
        services.AddScoped<ProvisionRequest>().AddScoped<CreateFirstKeys>().AddScoped<RewrapDataKeys>().AddScoped<Reencryption>().AddScoped<DestroyOldDataKey>();
        services.AddScoped<ReplaceDataKey>().AddScoped<EndOrganization>().AddScoped<KeyWork>();
        services.AddUseCase<ViewKeys>().AddUseCase<ViewKeyRequest>().AddUseCase<RotateKeyEncryptionKey>().AddUseCase<RotateDataKey>();
        services.AddUseCase<PreviewOffBoarding>().AddUseCase<OffBoardOrganization>();
        services.TryAddSingleton(s => new ProvisionKeys(
            s.GetRequiredService<TenantScopes>(), s.GetRequiredService<DirectoryDatabase>(), s.GetRequiredService<KeyProvisioning>()));
        return services;
    }
}
