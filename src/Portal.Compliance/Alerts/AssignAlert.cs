using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Alerts;

/// <summary>Makes a member the owner of an alert; null takes the owner away.</summary>
public sealed class AssignAlert
{
    private readonly TenantScope _scope;
    private readonly DirectoryDatabase _directory;
    private readonly AlertAnswer _answer;

    internal AssignAlert(TenantScope scope, DirectoryDatabase directory, AlertAnswer answer) => (_scope, _directory, _answer) = (scope, directory, answer);

    public async Task<Result<Done>> ExecuteAsync(Guid alertId, Guid? personId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.AnswerAlerts);
        var name = personId is { } person ? await NameAsync(person, cancellationToken) : null;
        if (personId is not null && name is null)
        {
            return new Problem(
                "person_unknown", "This person is not a member of the organization.", "Only members can own an alert.", "Choose a member.", "person");
        }

        return await _answer.ExecuteAsync(alertId, AuditAction.AlertAssigned, (_, alert) =>
        {
            (alert.OwnerId, alert.OwnerName) = (personId, name);
            return (new JsonObject { ["owner"] = personId?.ToString("D"), ["ownerName"] = name }, null);
        }, cancellationToken);
    }

    private async Task<string?> NameAsync(Guid personId, CancellationToken cancellationToken)
    {
        var organizationId = _scope.OrganizationId;
        await using var db = _directory.Open();
        return await (
            from membership in db.Set<Membership>().AsNoTracking()
            where membership.OrganizationId == organizationId && membership.PersonId == personId && membership.RemovedAt == null
            select membership.Name).SingleOrDefaultAsync(cancellationToken);
    }
}
