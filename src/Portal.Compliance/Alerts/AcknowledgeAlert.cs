using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Says "I have seen it". Never resolves it.</summary>
public sealed class AcknowledgeAlert
{
    private readonly TenantScope _scope;
    private readonly AlertAnswer _answer;

    internal AcknowledgeAlert(TenantScope scope, AlertAnswer answer) => (_scope, _answer) = (scope, answer);

    public Task<Result<Done>> ExecuteAsync(Guid alertId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.AnswerAlerts);
        return _answer.ExecuteAsync(alertId, AuditAction.AlertAcknowledged, (work, alert) =>
        {
            (alert.AcknowledgedAt, alert.AcknowledgedBy) = (work.Now, _scope.Actor.Name);
            return (null, null);
        }, cancellationToken);
    }
}
