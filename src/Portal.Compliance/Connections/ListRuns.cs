using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>A connection's runs, newest first.</summary>
public sealed class ListRuns(TenantScope scope)
{
    public Task<Page<RunSummary>> ExecuteAsync(Guid connectionId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
