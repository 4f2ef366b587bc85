using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>One run, live and afterwards; null when the connection has no such run.</summary>
public sealed class ViewRun(TenantScope scope)
{
    public Task<RunDetail?> ExecuteAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
