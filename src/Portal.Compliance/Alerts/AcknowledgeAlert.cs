using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Says "I have seen it". Never resolves it.</summary>
public sealed class AcknowledgeAlert(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid alertId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.AnswerAlerts);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
