using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;

namespace Portal.Compliance.Organizations;

/// <summary>
/// The one way memberships change: directory row and audit entry in one transaction, and an organization never loses its last admin.
/// </summary>
internal static class MemberChanges
{
    private static readonly Problem LastAdmin = new(
        "last_admin", "This is the organization's only admin.", "Without one, nobody could manage it.", "Make somebody else an admin first.");

    internal static readonly Problem NoAdminNow = new(
        "not_admin_now", "You are not an admin of this organization any more.", "Somebody took the role from you meanwhile. Nothing was changed.", "Reload the page.");

    private static readonly Problem NotAMember = new(
        "not_a_member", "This person is not a member.", "They may have been removed meanwhile.", "Reload the list.");

    public static async Task<Result<Done>> AddAsync(
        TenantDatabase database, DirectoryDatabase directory, Actor actor, ExternalIdentity identity, Role role, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = await directory.KnowAsync(identity, clock, cancellationToken);
        await using var work = await database.BeginAsync(cancellationToken);
        // Two who add the same person at once: the second one looks when the first is done.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, directory, cancellationToken);
        if (!await IsAdminNowAsync(db, work, actor, cancellationToken))
        {
            return NoAdminNow;
        }

        var membership = await FindAsync(db, work, person.Id, cancellationToken);
        if (membership is { RemovedAt: null })
        {
            return new Problem("already_member", $"{membership.Name} is a member already.", "", "Change their role in the list.");
        }

        if (membership is null)
        {
            db.Add(new Membership { OrganizationId = work.OrganizationId, PersonId = person.Id, Role = role, Name = identity.DisplayName, CreatedAt = work.Now });
        }
        else
        {
            (membership.Role, membership.RemovedAt, membership.SeededRole) = (role, null, null);
            (membership.Name, membership.Email) = (identity.DisplayName, null);
        }

        work.Audit(AuditAction.MemberAdded, "person", person.Id, new JsonObject { ["role"] = role.ToString(), ["name"] = identity.DisplayName });
        return await SaveAsync(db, work, cancellationToken);
    }

    /// <param name="stale">Why the sign-in is not recent enough to touch an admin; null when it is.</param>
    /// <remarks>An admin who stops being one leaves no link behind: every open invitation is taken back.</remarks>
    public static async Task<Result<Done>> ChangeRoleAsync(
        TenantDatabase database, DirectoryDatabase directory, Actor actor, Guid personId, Role role, Problem? stale, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        // Two admins who remove each other at once: the second one looks when the first is done.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, directory, cancellationToken);
        if (!await IsAdminNowAsync(db, work, actor, cancellationToken))
        {
            return NoAdminNow;
        }

        if (await FindAsync(db, work, personId, cancellationToken) is not { RemovedAt: null } membership)
        {
            return NotAMember;
        }

        if (membership.Role == role)
        {
            return default(Done);
        }

        if (stale is not null && (role is Role.Admin || membership.Role is Role.Admin))
        {
            return stale;
        }

        if (await IsLastAdminAsync(db, membership, cancellationToken))
        {
            return LastAdmin;
        }

        work.Audit(AuditAction.MemberRoleChanged, "person", personId, new JsonObject { ["before"] = membership.Role.ToString(), ["after"] = role.ToString() });
        await TakeBackInvitationsAsync(db, work, membership, cancellationToken);
        (membership.Role, membership.SeededRole) = (role, null);
        return await SaveAsync(db, work, cancellationToken);
    }

    public static async Task<Result<Done>> RemoveAsync(
        TenantDatabase database, DirectoryDatabase directory, Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        // Two admins who remove each other at once: the second one looks when the first is done.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, directory, cancellationToken);
        if (!await IsAdminNowAsync(db, work, actor, cancellationToken))
        {
            return NoAdminNow;
        }

        if (await FindAsync(db, work, personId, cancellationToken) is not { RemovedAt: null } membership)
        {
            return NotAMember;
        }

        if (await IsLastAdminAsync(db, membership, cancellationToken))
        {
            return LastAdmin;
        }

        work.Audit(AuditAction.MemberRemoved, "person", personId, new JsonObject { ["role"] = membership.Role.ToString() });
        await TakeBackInvitationsAsync(db, work, membership, cancellationToken);
        membership.RemovedAt = work.Now;
        return await SaveAsync(db, work, cancellationToken);
    }

    /// <summary>
    /// An open page learns within a minute that its person is no admin any more. What gives or takes power does not go by that page: it would outlive
    /// the minute. Call it under the lock that the taking of the role takes.
    /// </summary>
    internal static async Task<bool> IsAdminNowAsync(DirectoryDbContext db, TenantWork work, Actor actor, CancellationToken cancellationToken) =>
        actor.IsSystem || (Guid.Parse(actor.Id) is var person && await db.Set<Membership>().AnyAsync(
            m => m.OrganizationId == work.OrganizationId && m.PersonId == person && m.Role == Role.Admin && m.RemovedAt == null, cancellationToken));

    private static Task<Membership?> FindAsync(DirectoryDbContext db, TenantWork work, Guid personId, CancellationToken cancellationToken) =>
        db.Set<Membership>().SingleOrDefaultAsync(m => m.OrganizationId == work.OrganizationId && m.PersonId == personId, cancellationToken);

    internal static async Task<bool> IsLastAdminAsync(DirectoryDbContext db, Membership membership, CancellationToken cancellationToken) =>
        membership.Role is Role.Admin && !await db.Set<Membership>().AnyAsync(
            m => m.OrganizationId == membership.OrganizationId && m.PersonId != membership.PersonId && m.Role == Role.Admin && m.RemovedAt == null,
            cancellationToken);

    /// <summary>Whose link it is, only its holder knows: an admin may have made one for themselves. The admins who stay make new ones.</summary>
    internal static async Task TakeBackInvitationsAsync(DirectoryDbContext db, TenantWork work, Membership leaving, CancellationToken cancellationToken)
    {
        if (leaving.Role is not Role.Admin)
        {
            return;
        }

        var open = await db.Set<Invitation>()
            .Where(i => i.OrganizationId == work.OrganizationId && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > work.Now).ToListAsync(cancellationToken);
        foreach (var invitation in open)
        {
            invitation.RevokedAt = work.Now;
            work.Audit(AuditAction.InvitationRevoked, "invitation", invitation.Id, new JsonObject { ["because"] = "admin_left", ["invitee"] = invitation.Invitee });
        }
    }

    private static async Task<Result<Done>> SaveAsync(DirectoryDbContext db, TenantWork work, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return default(Done);
    }
}
