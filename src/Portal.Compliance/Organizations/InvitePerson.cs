using System.Text.Json.Nodes;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>An invitation at the only moment its token is known.</summary>
/// <param name="Token">To be handed over in person; nobody, not even the portal, can show it again.</param>
public sealed record MadeInvitation(Guid Id, string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes a one-time link for somebody whose issuer and subject nobody knows yet, such as an auditor of another company. Inviting an admin
/// asks for a recent sign-in.
/// </summary>
public sealed class InvitePerson
{
    /// <summary>How long a link can be accepted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Longest name or e-mail of an invitee.</summary>
    public const int LongestInvitee = 120;

    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal InvitePerson(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    /// <param name="invitee">Name or e-mail of whom is meant: shown to people, never compared with anything.</param>
    public async Task<Result<MadeInvitation>> ExecuteAsync(string invitee, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        invitee = invitee.Trim();
        if (invitee.Length is 0 or > LongestInvitee)
        {
            return new Problem("invalid_invitee", $"Say in 1 to {LongestInvitee} characters who is meant.", "The link itself does not know.", "Enter their name or e-mail.", "invitee");
        }

        if (role is Role.Admin && _scope.RequireRecentSignIn() is { } old)
        {
            return old;
        }

        var token = InvitationToken.New();
        await using var work = await _database.BeginAsync(cancellationToken);
        await AuditHeadLock.TakeAsync(work.Db, cancellationToken);
        await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        if (!await MemberChanges.IsAdminNowAsync(db, work, _scope.Actor, cancellationToken))
        {
            return MemberChanges.NoAdminNow;
        }

        var invitation = new Invitation
        {
            Id = work.NewId(),
            OrganizationId = work.OrganizationId,
            TokenHash = InvitationToken.Hash(token)!,
            Role = role,
            Invitee = invitee,
            InvitedBy = _scope.Actor.Name,
            CreatedAt = work.Now,
            ExpiresAt = work.Now + Lifetime,
        };
        db.Add(invitation);
        work.Audit(AuditAction.InvitationMade, "invitation", invitation.Id, new JsonObject { ["role"] = role.ToString(), ["invitee"] = invitee });
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new MadeInvitation(invitation.Id, token, invitation.ExpiresAt);
    }
}
