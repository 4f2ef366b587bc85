using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>What a link offers to whoever holds it.</summary>
/// <param name="Key">What stands for the link where the link itself must not be kept.</param>
public sealed record InvitationOffer(string Key, string Organization, string InvitedBy, Role Role, DateTimeOffset ExpiresAt, TimeZoneInfo Zone);

/// <summary>Reads an invitation by its token, before an organization is known. Wrong, used, taken back and expired look the same.</summary>
public sealed class ViewInvitation
{
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;

    internal ViewInvitation(DirectoryDatabase directory, ProductClock clock) => (_directory, _clock) = (directory, clock);

    /// <returns>Null for anything that cannot be accepted.</returns>
    public async Task<InvitationOffer?> ExecuteAsync(string token, CancellationToken cancellationToken = default)
    {
        if (InvitationToken.Hash(token) is not { } hash)
        {
            return null;
        }

        await using var db = _directory.Open();
        var found = await (
            from invitation in db.Set<Invitation>().AsNoTracking()
            join organization in db.Set<Organization>() on invitation.OrganizationId equals organization.Id
            where invitation.TokenHash == hash
            select new { invitation, organization.Name, organization.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        return found is not null && found.invitation.IsPendingAt(_clock.GetUtcNow())
            ? new(hash, found.Name, found.invitation.InvitedBy, found.invitation.Role, found.invitation.ExpiresAt, TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone))
            : null;
    }
}
