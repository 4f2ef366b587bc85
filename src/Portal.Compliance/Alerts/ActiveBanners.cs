using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>One banner per open, unsnoozed cause: the worst first.</summary>
public sealed class ActiveBanners(TenantScope scope)
{
    public Task<IReadOnlyList<Banner>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
