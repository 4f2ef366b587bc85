using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Features.Account;

namespace Portal.Web.Features.Organizations;

/// <summary>Makes one-time links, shows each of them once, and lists those that nobody has used yet.</summary>
public sealed partial class InviteSection
{
    private IReadOnlyList<PendingInvitation>? _pending;
    private Problem? _problem;
    private string _invitee = "";
    private Role _role = Role.Auditor;
    private string? _link;
    private string _madeFor = "";
    private string _said = "";

    [Inject] private InvitePerson Invite { get; set; } = null!;
    [Inject] private ListInvitations List { get; set; } = null!;
    [Inject] private RevokeInvitation Revoke { get; set; } = null!;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(List.ExecuteAsync, pending => _pending = pending);

    private async Task InviteAsync()
    {
        var made = await Invite.ExecuteAsync(_invitee, _role, Gone);
        (_problem, _link) = (made.Problem, null);
        if (made.IsOk)
        {
            _link = Navigation.ToAbsoluteUri(InvitationLink.For(made.Value.Token)).ToString();
            (_madeFor, _invitee) = (_invitee.Trim(), "");
        }

        await ReadAsync();
    }

    private async Task TakeBackAsync(PendingInvitation invitation)
    {
        var taken = await Revoke.ExecuteAsync(invitation.Id, Gone);
        (_problem, _link) = (taken.Problem, null);
        _said = taken.IsOk ? Loc["TakenBack", invitation.Invitee] : "";
        await ReadAsync();
    }
}
