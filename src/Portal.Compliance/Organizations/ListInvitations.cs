using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>A link that somebody could still accept.</summary>
public sealed record PendingInvitation(Guid Id, string Invitee, Role Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>The organization's open invitations, the newest first.</summary>
public sealed class ListInvitations
{
    private readonly TenantScope _scope;
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;

    internal ListInvitations(TenantScope scope, DirectoryDatabase directory, ProductClock clock) =>
        (_scope, _directory, _clock) = (scope, directory, clock);

    public async Task<IReadOnlyList<PendingInvitation>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        var now = _clock.GetUtcNow();
        await using var db = _directory.Open();
        return await db.Set<Invitation>().AsNoTracking()
            .Where(i => i.OrganizationId == _scope.OrganizationId && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
            .OrderByDescending(i => i.CreatedAt)
            .Select(i => new PendingInvitation(i.Id, i.Invitee, i.Role, i.InvitedBy, i.CreatedAt, i.ExpiresAt))
            .ToListAsync(cancellationToken);
    }
}
