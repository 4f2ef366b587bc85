using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>An organization somebody may enter, as what.</summary>
public sealed record OpenedOrganization(Tenant Tenant, Actor Actor);

/// <summary>
/// The membership check at the door of an organization. Unknown and foreign look the same to the caller, so that nobody can find out
/// which organizations exist.
/// </summary>
public sealed class OpenOrganization
{
    private readonly DirectoryDatabase _directory;

    internal OpenOrganization(DirectoryDatabase directory) => _directory = directory;

    /// <returns>Null when there is no such organization, or this person is not a member of it now.</returns>
    /// <param name="invitedOnly">Their tenant is not allowed: it has to be an organization into which they accepted an invitation.</param>
    public async Task<OpenedOrganization?> ExecuteAsync(Guid personId, string slug, bool invitedOnly = false, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        var found = await (
            from organization in db.Set<Organization>().AsNoTracking()
            join membership in db.CurrentMembershipsOf(personId, invitedOnly) on organization.Id equals membership.OrganizationId
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            where organization.Slug == slug
            select new { organization, membership.Role, person.DisplayName }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new(found.organization.AsTenant(), Actor.Person(personId, found.DisplayName, found.Role));
    }
}
