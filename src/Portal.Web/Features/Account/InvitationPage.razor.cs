using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Platform.Results;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>What a one-time link offers, and the button that takes it. Whoever is signed in becomes the member, whatever their provider.</summary>
public sealed partial class InvitationPage
{
    private SignedInPerson? _person;
    private InvitationOffer? _offer;
    private Problem? _problem;

    [Parameter] public string Token { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private ViewInvitation View { get; set; } = null!;
    [Inject] private AcceptInvitation Accept { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _person = SignedInPerson.From(Context.User);
        _offer = await View.ExecuteAsync(Token, Context.RequestAborted);
    }

    private async Task AcceptAsync()
    {
        if (_person is null)
        {
            return;
        }

        var accepted = await Accept.ExecuteAsync(Token, _person.Id, Context.RequestAborted);
        if (accepted.IsOk)
        {
            Navigation.NavigateTo($"/o/{accepted.Value}");
            return;
        }

        (_problem, _offer) = (accepted.Problem, null);
    }
}
