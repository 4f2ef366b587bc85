using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;

namespace Portal.Compliance.Organizations;

/// <summary>One line of the organization chooser.</summary>
public sealed record OrganizationChoice(string Slug, string Name, Role Role);

/// <summary>The organizations a person may enter, by name.</summary>
public sealed class ListOrganizations
{
    private readonly DirectoryDatabase _directory;

    internal ListOrganizations(DirectoryDatabase directory) => _directory = directory;

    /// <param name="invitedOnly">Their tenant is not allowed: only organizations into which they accepted an invitation.</param>
    public async Task<IReadOnlyList<OrganizationChoice>> ExecuteAsync(Guid personId, bool invitedOnly = false, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        return await (
            from membership in db.CurrentMembershipsOf(personId, invitedOnly).AsNoTracking()
            join organization in db.Set<Organization>() on membership.OrganizationId equals organization.Id
            orderby organization.Name, organization.Slug
            select new OrganizationChoice(organization.Slug, organization.Name, membership.Role)).ToListAsync(cancellationToken);
    }
}
