using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;

namespace Portal.Web.Features.Organizations;

/// <summary>Who may enter, as what. Everybody of the organization may see it; admins change it.</summary>
public sealed partial class MembersPage
{
    private IReadOnlyList<Member>? _members;
    private Problem? _problem;
    private string _said = "";

    [Parameter] public string Org { get; set; } = "";

    [Inject] private ListMembers List { get; set; } = null!;
    [Inject] private AddMember Add { get; set; } = null!;
    [Inject] private ChangeMemberRole Change { get; set; } = null!;
    [Inject] private RemoveMember Remove { get; set; } = null!;
    [Inject] private IDialogService Dialogs { get; set; } = null!;
    [Inject] private IOptions<SignInOptions> SignIn { get; set; } = null!;

    private bool MayManage => May(Permission.ManageOrganization);

    /// <summary>Only the development sign-in has people that are known beforehand; everybody else is invited.</summary>
    private List<DevelopmentPersona> Addable => SignIn.Value.IsDevelopment
        ? [.. DevelopmentPersonas.All.Where(p => _members!.All(m => m.Issuer != DevelopmentPersonas.Issuer || m.Subject != p.Key))]
        : [];

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(List.ExecuteAsync, members => _members = members);

    private Task ReadAgainAsync(string name)
    {
        _said = Loc["AddedNamed", name];
        return ReadAsync();
    }

    private bool IsMe(Member member) => member.PersonId.ToString("D") == Actor.Id;

    private Task AddAsync(DevelopmentPersona persona) =>
        DoAsync(() => Add.ExecuteAsync(persona.Identity, persona.Role, Gone), Loc["AddedNamed", persona.Name]);

    private Task ChangeRoleAsync(Member member, ChangeEventArgs e)
    {
        var role = Enum.Parse<Role>((string)e.Value!);
        return DoAsync(() => Change.ExecuteAsync(member.PersonId, role, Gone), Loc["RoleChanged", member.Name, Loc[$"Role{role}"]]);
    }

    private async Task RemoveAsync(Member member)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            Loc["RemoveTitle", member.Name], Loc["RemoveText"], yesText: Loc["Remove"], cancelText: Loc["Cancel"]);
        if (sure is true)
        {
            await DoAsync(() => Remove.ExecuteAsync(member.PersonId, Gone), Loc["RemovedNamed", member.Name]);
        }
    }

    private async Task DoAsync(Func<Task<Result<Done>>> change, string said)
    {
        var result = await change();
        _problem = result.Problem;
        _said = result.IsOk ? said : "";
        // Also after a refusal: the select shows what was chosen, not what holds.
        _members = null;
        StateHasChanged();
        await ReadAsync();
    }
}
