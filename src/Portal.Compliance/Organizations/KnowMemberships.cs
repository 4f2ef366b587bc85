using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>What the directory knows about an identity at sign-in.</summary>
/// <param name="IsMember">Of at least one organization, now.</param>
/// <param name="IssuerHasMembers">Somebody of the same issuer is or was a member of some organization.</param>
public sealed record KnownMemberships(bool IsMember, bool IssuerHasMembers);

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
            select new { person.Subject, membership.RemovedAt };
        return new(
            await ofIssuer.AnyAsync(m => m.Subject == subject && m.RemovedAt == null, cancellationToken),
            await ofIssuer.AnyAsync(cancellationToken));
    }
}
