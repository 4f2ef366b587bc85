using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Hides an alert's banner until an instant; it stays open.</summary>
public sealed class SnoozeAlert(TenantScope scope)
{
    public Task<Result<Done>> ExecuteAsync(Guid alertId, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.AnswerAlerts);
        cancellationToken.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
