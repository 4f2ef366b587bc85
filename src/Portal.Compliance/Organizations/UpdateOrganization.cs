using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Changes an organization's name and zone. The slug stays: links in packs and mails point at it.</summary>
public sealed class UpdateOrganization
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal UpdateOrganization(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    /// <param name="zone">IANA zone; instants are shown in it from now on, they themselves are UTC and stay.</param>
    public async Task<Result<Tenant>> ExecuteAsync(string name, string zone, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        (name, zone) = (name.Trim(), zone.Trim());
        if (OrganizationRules.Check(name, zone) is { } problem)
        {
            return problem;
        }

        await using var work = await _database.BeginAsync(cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        var organization = await db.Set<Organization>().SingleAsync(o => o.Id == work.OrganizationId, cancellationToken);
        if (organization.Name != name || organization.TimeZone != zone)
        {
            work.Audit(AuditAction.OrganizationSettingsChanged, "organization", organization.Id, new JsonObject
            {
                ["before"] = new JsonObject { ["name"] = organization.Name, ["zone"] = organization.TimeZone },
                ["after"] = new JsonObject { ["name"] = name, ["zone"] = zone },
            });
            (organization.Name, organization.TimeZone) = (name, zone);
            await db.SaveChangesAsync(cancellationToken);
            await work.CommitAsync(cancellationToken);
        }

        return organization.AsTenant();
    }
}
