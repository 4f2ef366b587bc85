using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>
/// Makes somebody a member because their identity provider says what they are, when the host is configured so. Only once: afterwards the
/// membership row decides, and who was removed stays out.
/// </summary>
public sealed class SeedMembership
{
    private readonly DirectoryDatabase _directory;
    private readonly DbContextOptions<PortalDbContext> _options;
    private readonly ProductClock _clock;

    internal SeedMembership(DirectoryDatabase directory, DbContextOptions<PortalDbContext> options, ProductClock clock) =>
        (_directory, _options, _clock) = (directory, options, clock);

    /// <returns>False when there is no such organization, or the person is or was a member of it.</returns>
    public async Task<bool> ExecuteAsync(string slug, ExternalIdentity identity, Role role, CancellationToken cancellationToken = default)
    {
        Organization? organization;
        Person person;
        await using (var db = _directory.Open())
        {
            organization = await db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug, cancellationToken);
            if (organization is null)
            {
                return false;
            }

            person = await _directory.KnowAsync(identity, _clock, cancellationToken);
            if (await IsKnownAsync(db, organization.Id, person.Id, cancellationToken))
            {
                return false;
            }
        }

        var scope = new TenantScope();
        scope.Enter(organization.AsTenant(), Actor.System("sign-in"));
        await using var work = await new TenantDatabase(_options, scope, _clock).BeginAsync(cancellationToken);
        // Their first sign-in in two tabs at once: the second one looks when the first is done.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var joined = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        if (await IsKnownAsync(joined, organization.Id, person.Id, cancellationToken))
        {
            return false;
        }

        joined.Add(new Membership { OrganizationId = organization.Id, PersonId = person.Id, Role = role, Name = identity.DisplayName, Email = identity.Email, CreatedAt = work.Now, SeededRole = role });
        work.Audit(AuditAction.MemberAdded, "person", person.Id,
            new JsonObject { ["role"] = role.ToString(), ["name"] = identity.DisplayName, ["seeded_by"] = identity.Issuer });
        await joined.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return true;
    }

    private static Task<bool> IsKnownAsync(DirectoryDbContext db, Guid organization, Guid person, CancellationToken cancellationToken) =>
        db.Set<Membership>().AnyAsync(m => m.OrganizationId == organization && m.PersonId == person, cancellationToken);
}
