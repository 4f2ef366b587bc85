using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>
/// Binds an invitation to the person who is signed in, whatever their issuer, and makes them a member: both, and what the organization's
/// log says of it, in one transaction. A link works once.
/// </summary>
public sealed class AcceptInvitation
{
    private readonly DirectoryDatabase _directory;
    private readonly DbContextOptions<PortalDbContext> _options;
    private readonly ProductClock _clock;

    internal AcceptInvitation(DirectoryDatabase directory, DbContextOptions<PortalDbContext> options, ProductClock clock) =>
        (_directory, _options, _clock) = (directory, options, clock);

    /// <summary>One answer for every link that does not work, so that trying tells nothing.</summary>
    public static Problem Unusable { get; } = new(
        "invitation_unusable", "This invitation cannot be accepted.", "It is not one of ours, was used or taken back, or has expired.", "Ask whoever sent it for a new link.");

    /// <returns>The organization's slug.</returns>
    public async Task<Result<string>> ExecuteAsync(string token, Guid personId, CancellationToken cancellationToken = default)
    {
        var accepted = InvitationToken.Hash(token) is { } hash && await FindAsync(hash, personId, cancellationToken) is { } found
            ? await AcceptAsync(hash, found.Organization, found.Person, found.Role, cancellationToken)
            : Unusable;
        if (accepted.Problem == Unusable)
        {
            await RefuseAsync(personId, cancellationToken);
        }

        return accepted;
    }

    private async Task<Result<string>> AcceptAsync(string hash, Organization organization, Person person, Role role, CancellationToken cancellationToken)
    {
        var scope = new TenantScope();
        scope.Enter(organization.AsTenant(), Actor.Person(person.Id, person.DisplayName, role));
        await using var work = await new TenantDatabase(_options, scope, _clock).BeginAsync(cancellationToken);
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        // Read again inside the write, one writer at a time: whoever accepts, or takes it back, at once comes too late, here or when it is saved.
        var invitation = await db.Set<Invitation>().SingleAsync(i => i.TokenHash == hash, cancellationToken);
        if (!invitation.IsPendingAt(work.Now))
        {
            return Unusable;
        }

        var membership = await db.Set<Membership>().SingleOrDefaultAsync(
            m => m.OrganizationId == work.OrganizationId && m.PersonId == person.Id, cancellationToken);
        if (membership is { RemovedAt: null })
        {
            return new Problem("already_member", $"You are a member of {organization.Name} already.", "The link was not used.", "Give it back, or open the organization.");
        }

        if (membership?.RemovedAt > invitation.CreatedAt)
        {
            // Removed since it was made: only a new one brings them back.
            return Unusable;
        }

        (invitation.AcceptedAt, invitation.AcceptedBy) = (work.Now, person.Id);
        if (membership is null)
        {
            db.Add(new Membership { OrganizationId = work.OrganizationId, PersonId = person.Id, Role = invitation.Role, Name = person.DisplayName, Email = person.Email, CreatedAt = work.Now });
        }
        else
        {
            (membership.Role, membership.RemovedAt, membership.SeededRole) = (invitation.Role, null, null);
            (membership.Name, membership.Email) = (person.DisplayName, person.Email);
        }

        work.Audit(AuditAction.InvitationAccepted, "invitation", invitation.Id,
            new JsonObject { ["invitee"] = invitation.Invitee, ["invited_by"] = invitation.InvitedBy, ["issuer"] = person.Issuer, ["subject"] = person.Subject });
        work.Audit(AuditAction.MemberAdded, "person", person.Id, new JsonObject { ["role"] = invitation.Role.ToString(), ["name"] = person.DisplayName });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Unusable;
        }

        await work.CommitAsync(cancellationToken);
        return organization.Slug;
    }

    private async Task<(Organization Organization, Person Person, Role Role)?> FindAsync(string hash, Guid personId, CancellationToken cancellationToken)
    {
        await using var db = _directory.Open();
        var invitation = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.TokenHash == hash, cancellationToken);
        if (invitation is null || !invitation.IsPendingAt(_clock.GetUtcNow()))
        {
            return null;
        }

        var organization = await db.Set<Organization>().AsNoTracking().SingleAsync(o => o.Id == invitation.OrganizationId, cancellationToken);
        return (organization, await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, cancellationToken), invitation.Role);
    }

    private Task RefuseAsync(Guid personId, CancellationToken cancellationToken) =>
        RefusalLog.WriteAsync(_directory, _clock, InstallationLog.InvitationRefused, "unusable", new { person = personId }, cancellationToken);
}
