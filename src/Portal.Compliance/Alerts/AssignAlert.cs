using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Makes a person the owner of an alert; null takes the owner away.</summary>
public sealed class AssignAlert(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid alertId, Guid? personId, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.AnswerAlerts);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
