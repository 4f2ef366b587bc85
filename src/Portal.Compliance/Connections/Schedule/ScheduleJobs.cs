using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections.Sync;
using Portal.Connectors.Sdk;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Schedule;

/// <summary>Woken at a connection's due instant, retry instant or stale deadline.</summary>
internal sealed partial class ConnectionJob(TenantScopes scopes, ILogger<ConnectionJob> log) : TenantJob(scopes)
{
    protected override async Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<DueWork>().ExecuteAsync(subjectId, cancellationToken);
        }
        catch (Exception refused) when (refused is ConnectorException or KeyStoreException)
        {
            // Has a name, and is written down on the run, which says when it is tried again: no fault of the scheduler's.
            SyncFailed(subjectId, refused.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The sync of connection {ConnectionId} failed: {Why}")]
    private partial void SyncFailed(Guid connectionId, string why);
}

/// <summary>Woken every few minutes, per organization.</summary>
internal sealed class SweepJob(TenantScopes scopes) : TenantJob(scopes)
{
    protected override Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken) =>
        services.GetRequiredService<Sweep>().ExecuteAsync(cancellationToken);
}
