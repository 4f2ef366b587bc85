using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Tests the key live and, only after it passed, seals and stores it and starts the first sync.</summary>
public sealed class ConnectConnector(TenantScope scope)
{
    public Task<ConnectOutcome> ExecuteAsync(ConnectRequest request, IProgress<CheckResult> progress, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
