using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys.Work;

/// <summary>Woken when keys were asked for, and again while something is left.</summary>
internal sealed class KeyJob(TenantScopes scopes) : TenantJob(scopes)
{
    protected override async Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<KeyWork>().ExecuteAsync(cancellationToken) > 0)
        {
            await services.GetRequiredService<KeyWakes>().WakeAsync(KeyWakes.Again, cancellationToken);
        }
    }
}
