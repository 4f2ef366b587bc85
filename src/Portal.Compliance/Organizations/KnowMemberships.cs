using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>What the directory knows about an identity at sign-in.</summary>
/// <param name="Person">Null for somebody the directory does not know.</param>
/// <param name="IsMember">Of at least one organization, now.</param>
/// <param name="IsInvited">Of at least one into which they accepted an invitation.</param>
/// <param name="IssuerHasMembers">Somebody of the same issuer is or was a member of some organization.</param>
public sealed record KnownMemberships(Guid? Person, bool IsMember, bool IsInvited, bool IssuerHasMembers);

/// <summary>Reads that before there is a person or an organization: the door asks it of people from tenants that are not on its list, and of first people.</summary>
public sealed class KnowMemberships
{
    private readonly DirectoryDatabase _directory;

    internal KnowMemberships(DirectoryDatabase directory) => _directory = directory;

    public async Task<KnownMemberships> ExecuteAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        var ofIssuer =
            from membership in db.Set<Membership>()
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            where person.Issuer == issuer
            select membership.PersonId;
        var known = await db.Set<Person>().Where(p => p.Issuer == issuer && p.Subject == subject).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken);
        return new(
            known,
            known is { } one && await db.CurrentMembershipsOf(one, invitedOnly: false).AnyAsync(cancellationToken),
            known is { } invited && await db.CurrentMembershipsOf(invited, invitedOnly: true).AnyAsync(cancellationToken),
            await ofIssuer.AnyAsync(cancellationToken));
    }
}
