using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform;

namespace Portal.Compliance.Organizations;

internal static class DirectoryPeople
{
    /// <summary>The person with this issuer and subject, saved on their own when new: before any transaction of an organization begins.</summary>
    public static async Task<Person> KnowAsync(
        this DirectoryDatabase directory, ExternalIdentity identity, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var raced = false; ; raced = true)
        {
            await using var db = directory.Open();
            if (await db.Set<Person>().AsNoTracking()
                .SingleOrDefaultAsync(p => p.Issuer == identity.Issuer && p.Subject == identity.Subject, cancellationToken) is { } known)
            {
                return known;
            }

            var person = new Person
            {
                Id = Ids.New(clock),
                Issuer = identity.Issuer,
                Subject = identity.Subject,
                DisplayName = identity.DisplayName,
                Email = identity.Email,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Add(person);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return person;
            }
            catch (DbUpdateException) when (!raced)
            {
                // Two first sign-ins of one person at once, in two tabs: the other one's row is the person.
            }
        }
    }
}
