using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.AuditLog;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>The shape of every answer to an open alert: one transaction with its audit entry. None of them resolves it; only the cause going away does.</summary>
internal sealed class AlertAnswer(TenantScope scope, TenantDatabase database, OrganizationEvents events)
{
    public static readonly Problem Unknown = new(
        "alert_unknown", "There is no such alert.", "It does not exist in this organization.", "Go back to the list of alerts.");

    public static readonly Problem Resolved = new(
        "alert_resolved", "This alert has resolved already.", "Its cause went away.", "Nothing is left to answer.");

    /// <param name="answer">Changes the alert and says what to write down, or why not.</param>
    public async Task<Result<Done>> ExecuteAsync(
        Guid alertId, AuditAction action, Func<TenantWork, Alert, (JsonObject? Detail, Problem? Problem)> answer, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        if (await work.Db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == alertId, cancellationToken) is not { } alert)
        {
            return Unknown;
        }

        if (alert.State == AlertState.Resolved)
        {
            return Resolved;
        }

        var (detail, problem) = answer(work, alert);
        if (problem is not null)
        {
            return problem;
        }

        detail ??= [];
        detail["cause"] = alert.Cause.ToString();
        detail["connection"] = alert.ConnectionId.ToString("D");
        work.Audit(action, "alert", alertId, detail);
        await work.CommitAsync(cancellationToken);
        events.Publish(scope.OrganizationId, new ComplianceChanged());
        return new Done();
    }
}
