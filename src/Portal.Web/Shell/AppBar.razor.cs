using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;

namespace Portal.Web.Shell;

/// <summary>Which organization, who, and how it looks. Menus are native popovers: they close on Escape and outside without any script of ours.</summary>
public sealed partial class AppBar
{
    private IReadOnlyList<OrganizationChoice> _choices = [];

    [Parameter, EditorRequired] public OpenedOrganization Opened { get; set; } = null!;

    [Inject] private ListOrganizations List { get; set; } = null!;
    [Inject] private ThemeSwitch Theme { get; set; } = null!;

    protected override async Task OnInitializedAsync() => _choices = await List.ExecuteAsync(Guid.Parse(Actor.Id), Gone);

    private string RoleName(Role? role) => role is { } known ? Loc[$"Role{known}"] : "";

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));
}
