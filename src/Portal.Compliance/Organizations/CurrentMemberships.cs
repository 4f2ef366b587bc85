using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>The one reading of who is a member now.</summary>
internal static class CurrentMemberships
{
    /// <param name="invitedOnly">
    /// Only of organizations into which the person accepted an invitation: all that is left to somebody whose tenant is not allowed (any more).
    /// </param>
    public static IQueryable<Membership> CurrentMembershipsOf(this DirectoryDbContext db, Guid personId, bool invitedOnly) => db.Set<Membership>().Where(m =>
        m.PersonId == personId && m.RemovedAt == null
        && (!invitedOnly || db.Set<Invitation>().Any(i => i.OrganizationId == m.OrganizationId && i.AcceptedBy == personId)));
}
