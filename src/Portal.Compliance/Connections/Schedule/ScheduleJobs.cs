using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>Woken at a connection's due instant, retry instant or stale deadline.</summary>
internal sealed class ConnectionJob(TenantScopes scopes) : TenantJob(scopes)
{
    protected override Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken) =>
        services.GetRequiredService<DueWork>().ExecuteAsync(subjectId, cancellationToken);
}

/// <summary>Woken every few minutes, per organization.</summary>
internal sealed class SweepJob(TenantScopes scopes) : TenantJob(scopes)
{
    protected override Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken) =>
        services.GetRequiredService<Sweep>().ExecuteAsync(cancellationToken);
}
