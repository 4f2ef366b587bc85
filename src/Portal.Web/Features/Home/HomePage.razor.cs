using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Web.Session;

namespace Portal.Web.Features.Home;

/// <summary>Sign-in for strangers, the organization chooser for people. Static: no tenant is known here, so there is no circuit.</summary>
public sealed partial class HomePage
{
    private SignedInPerson? _person;
    private IReadOnlyList<OrganizationChoice> _choices = [];

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery] private string? ReturnUrl { get; set; }

    [Inject] private ListOrganizations List { get; set; } = null!;
    [Inject] private TenantRules Rules { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _person = SignedInPerson.From(Context.User);
        if (_person is not null)
        {
            _choices = await List.ExecuteAsync(_person.Id, Rules.InvitedOnly(_person), Context.RequestAborted);
        }
    }
}
