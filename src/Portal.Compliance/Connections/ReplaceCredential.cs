using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Replaces the key of a connection after the same live test; history stays, and the key alert resolves.</summary>
public sealed class ReplaceCredential(TenantScope scope)
{
    public Task<ConnectOutcome> ExecuteAsync(Guid connectionId, byte[] credential, bool acceptLimited, IProgress<CheckResult> progress, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
