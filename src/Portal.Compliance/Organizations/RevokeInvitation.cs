using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Takes an invitation back before somebody accepted it.</summary>
public sealed class RevokeInvitation
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal RevokeInvitation(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    public async Task<Result<Done>> ExecuteAsync(Guid invitationId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        await using var work = await _database.BeginAsync(cancellationToken);
        // Somebody who accepts it at once takes it too: one of the two looks when the other is done.
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        var invitation = await db.Set<Invitation>().SingleOrDefaultAsync(
            i => i.Id == invitationId && i.OrganizationId == work.OrganizationId, cancellationToken);
        if (invitation is null || !invitation.IsPendingAt(work.Now))
        {
            return new Problem("invitation_not_pending", "This invitation is not open any more.", "It was accepted, taken back or expired meanwhile.", "Reload the list.");
        }

        invitation.RevokedAt = work.Now;
        work.Audit(AuditAction.InvitationRevoked, "invitation", invitation.Id, new JsonObject { ["invitee"] = invitation.Invitee });
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return default(Done);
    }
}
