using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>Changes settings such as the company zone, onboarding task lists and thresholds. The account itself never changes.</summary>
public sealed class ConfigureConnection(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid connectionId, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
