using Portal.Compliance.Connections;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Alerts of the organization: open ones first, newest first.</summary>
public sealed class ListAlerts(TenantScope scope)
{
    public Task<Page<AlertView>> ExecuteAsync(AlertFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
