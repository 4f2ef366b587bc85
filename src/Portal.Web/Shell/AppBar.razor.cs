using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Web.Session;

namespace Portal.Web.Shell;

/// <summary>Which organization, who, and how it looks. Menus are native popovers: they close on Escape and outside without any script of ours.</summary>
public sealed partial class AppBar
{
    private IReadOnlyList<OrganizationChoice> _choices = [];

    [Parameter, EditorRequired] public OpenedOrganization Opened { get; set; } = null!;

    [Inject] private ListOrganizations List { get; set; } = null!;
    [Inject] private CircuitPerson Person { get; set; } = null!;
    [Inject] private TenantRules Rules { get; set; } = null!;
    [Inject] private ThemeSwitch Theme { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (await Person.GetAsync() is { } person)
        {
            _choices = await List.ExecuteAsync(person.Id, Rules.InvitedOnly(person), Gone);
        }
    }

    private string RoleName(Role? role) => role is { } known ? Loc[$"Role{known}"] : "";

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));
}
