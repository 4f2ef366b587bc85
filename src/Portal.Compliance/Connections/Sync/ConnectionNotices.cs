using Portal.Compliance.Live;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>After a committed change: tells open pages, and keeps the promises made in it.</summary>
internal sealed class ConnectionNotices(TenantScope scope, OrganizationEvents events, AfterCommit afterCommit)
{
    public Task RunChangedAsync(Guid connectionId, Guid runId)
    {
        events.Publish(scope.OrganizationId, new RunChanged(connectionId, runId));
        return ConnectionChangedAsync(connectionId);
    }

    public Task ConnectionChangedAsync(Guid connectionId)
    {
        events.Publish(scope.OrganizationId, new ConnectionChanged(connectionId));
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        // The change stands; a caller who has gone away must not keep its triggers from being set.
        return afterCommit.KeepPromisesAsync(CancellationToken.None);
    }
}
