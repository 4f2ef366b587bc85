using System.Text.Json.Nodes;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Alerts;

/// <summary>Hides an alert's banner until an instant; it stays open and on the list.</summary>
public sealed class SnoozeAlert
{
    /// <summary>Longer would be a way to switch an alert off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly TenantScope _scope;
    private readonly AlertAnswer _answer;

    internal SnoozeAlert(TenantScope scope, AlertAnswer answer) => (_scope, _answer) = (scope, answer);

    public Task<Result<Done>> ExecuteAsync(Guid alertId, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.AnswerAlerts);
        return _answer.ExecuteAsync(alertId, AuditAction.AlertSnoozed, (work, alert) =>
        {
            if (until <= work.Now || until > work.Now + Longest)
            {
                return (null, new Problem(
                    "snooze_out_of_range", "That is no time to snooze until.", "It has to lie ahead, and within seven days.", "Choose another time.", "until"));
            }

            alert.SnoozedUntil = until.ToUniversalTime();
            return (new JsonObject { ["until"] = InstantText.Machine(until) }, null);
        }, cancellationToken);
    }
}
