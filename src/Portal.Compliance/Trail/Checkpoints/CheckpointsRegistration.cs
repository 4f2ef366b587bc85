using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Portal.Compliance.Trail.Checkpoints;

public static class CheckpointsRegistration
{
    /// <summary>Signing, listing, verifying and proving. Needs the scheduler, a signer and the database.</summary>
    public static IServiceCollection AddCheckpoints(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<AuditLogOptions>, AuditLogOptionsCheck>();
        services.AddOptions<AuditLogOptions>().Bind(configuration.GetSection(AuditLogOptions.Section)).ValidateOnStart();
        services.AddSingleton<CheckpointAnchors>().AddSingleton<SignedBefore>().AddHostedService<AnchorWatch>();
        services.TryAddScoped<CheckpointAudit>();
        services.AddScoped<CheckpointGuard>().AddScoped<SigningKeyBook>().AddScoped<CheckpointParts>().AddScoped<CheckpointSchedule>();
        services.AddUseCase<SignCheckpoint>().AddUseCase<VerifyCheckpoints>().AddUseCase<ProveEntry>().AddUseCase<ProveGrowth>();
        services.AddUseCase<ListCheckpoints>().AddUseCase<ViewCheckpoint>().AddUseCase<ViewLogTrouble>().AddUseCase<ViewAnchors>().AddUseCase<ListSigningKeys>();
        return services;
    }
}
