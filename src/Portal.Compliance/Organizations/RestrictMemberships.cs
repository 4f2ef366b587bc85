using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>What a sign-in did to memberships that came from a role at the provider.</summary>
/// <param name="LastAdmin">The person whose role is gone, but who is an organization's only admin: nothing was taken, and they must not come in.</param>
public sealed record Restriction(int Ended, int Lowered, Guid? LastAdmin);

/// <summary>
/// Takes back, at a sign-in, what the identity provider no longer says: a membership that a role there made ends when no role is left, and is
/// lowered with it. What an admin of the portal gave or changed is not touched, and nothing is ever raised.
/// </summary>
public sealed class RestrictMemberships
{
    private readonly DirectoryDatabase _directory;
    private readonly DbContextOptions<PortalDbContext> _options;
    private readonly ProductClock _clock;

    internal RestrictMemberships(DirectoryDatabase directory, DbContextOptions<PortalDbContext> options, ProductClock clock) =>
        (_directory, _options, _clock) = (directory, options, clock);

    /// <param name="role">What the provider says now; null for none that counts.</param>
    public async Task<Restriction> ExecuteAsync(ExternalIdentity identity, Role? role, CancellationToken cancellationToken = default)
    {
        var result = new Restriction(0, 0, null);
        foreach (var (organization, person) in await AboveAsync(identity, role, cancellationToken))
        {
            var scope = new TenantScope();
            scope.Enter(organization.AsTenant(), Actor.System("sign-in"));
            await using var work = await new TenantDatabase(_options, scope, _clock).BeginAsync(cancellationToken);
            await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
            await using var joined = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
            // Read again inside the write, one writer at a time: an admin may have decided meanwhile.
            var membership = await joined.Set<Membership>().SingleOrDefaultAsync(
                m => m.OrganizationId == work.OrganizationId && m.PersonId == person && m.RemovedAt == null && m.SeededRole != null, cancellationToken);
            if (membership is null || membership.Role <= role)
            {
                continue;
            }

            if (await MemberChanges.IsLastAdminAsync(joined, membership, cancellationToken))
            {
                result = result with { LastAdmin = person };
                continue;
            }

            var detail = new JsonObject { ["before"] = membership.Role.ToString(), ["after"] = role?.ToString(), ["restricted_by"] = identity.Issuer };
            work.Audit(role is null ? AuditAction.MemberRemoved : AuditAction.MemberRoleChanged, "person", person, detail);
            await MemberChanges.TakeBackInvitationsAsync(joined, work, membership, cancellationToken);
            if (role is { } left)
            {
                (membership.Role, membership.SeededRole) = (left, left);
                result = result with { Lowered = result.Lowered + 1 };
            }
            else
            {
                membership.RemovedAt = work.Now;
                result = result with { Ended = result.Ended + 1 };
            }

            await joined.SaveChangesAsync(cancellationToken);
            await work.CommitAsync(cancellationToken);
        }

        return result;
    }

    /// <summary>Memberships that a role at the provider made and that are more than it gives now.</summary>
    private async Task<IReadOnlyList<(Organization Organization, Guid Person)>> AboveAsync(ExternalIdentity identity, Role? role, CancellationToken cancellationToken)
    {
        await using var db = _directory.Open();
        var seeded = await (
            from person in db.Set<Person>()
            where person.Issuer == identity.Issuer && person.Subject == identity.Subject
            join membership in db.Set<Membership>() on person.Id equals membership.PersonId
            where membership.RemovedAt == null && membership.SeededRole != null
            join organization in db.Set<Organization>() on membership.OrganizationId equals organization.Id
            select new { organization, membership.PersonId, membership.Role }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. seeded.Where(m => role is null || m.Role > role).Select(m => (m.organization, m.PersonId))];
    }
}
