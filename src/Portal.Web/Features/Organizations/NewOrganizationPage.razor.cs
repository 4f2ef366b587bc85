using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Features.Organizations;

/// <summary>Makes an organization, for those who may. A plain form: there is no tenant yet, so there is no circuit.</summary>
public sealed partial class NewOrganizationPage
{
    private Problem? _problem;

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "new-organization")] private NewOrganizationForm? Form { get; set; }

    [Inject] private CreateOrganization Create { get; set; } = null!;
    [Inject] private IServiceScopeFactory Scopes { get; set; } = null!;
    [Inject] private IOptions<SignInOptions> SignIn { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private bool IsDevelopment => SignIn.Value.IsDevelopment;

    protected override void OnInitialized() => Form ??= new NewOrganizationForm { AddPersonas = IsDevelopment, Frameworks = [FrameworkCatalog.Shipped.Frameworks[0].Id] };

    private string? Invalid(string field) => _problem?.Field == field ? "true" : null;

    private string? Described(string field) => _problem?.Field == field ? "new-problem" : null;

    private async Task CreateAsync()
    {
        // The page's policy has refused everybody else.
        var person = SignedInPerson.From(Context.User)!;
        var identity = new ExternalIdentity(Context.User.FindFirst("iss")!.Value, Context.User.FindFirst("sub")!.Value, person.Name, null);
        var slug = string.IsNullOrWhiteSpace(Form!.Slug) ? OrganizationRules.SuggestSlug(Form.Name) : Form.Slug;
        var created = await Create.ExecuteAsync(new(Form.Name, slug, Form.Zone), identity, Context.RequestAborted);
        if (created.Problem is { } problem)
        {
            (_problem, Form.Slug) = (problem, slug);
            return;
        }

        await FurnishAsync(created.Value, Actor.Person(person.Id, person.Name, Role.Admin));
        Navigation.NavigateTo($"/o/{created.Value.Slug}");
    }

    /// <summary>What the form asked for besides, as acts of the new admin inside the organization. What fails can be done again in its settings.</summary>
    private async Task FurnishAsync(Tenant tenant, Actor admin)
    {
        await using var scope = Scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, admin, SignInProof.Now(Time));
        foreach (var framework in FrameworkCatalog.Shipped.Frameworks.Where(f => Form!.Frameworks.Contains(f.Id)))
        {
            await scope.ServiceProvider.GetRequiredService<AdoptFramework>().ExecuteAsync(framework.Id, Context.RequestAborted);
        }

        foreach (var persona in DevelopmentPersonas.All.Where(p => IsDevelopment && Form!.AddPersonas && !p.MayCreateOrganizations))
        {
            await scope.ServiceProvider.GetRequiredService<AddMember>().ExecuteAsync(persona.Identity, persona.Role, Context.RequestAborted);
        }
    }
}

/// <summary>What was typed.</summary>
public sealed class NewOrganizationForm
{
    public string Name { get; set; } = "";

    public string Slug { get; set; } = "";

    public string Zone { get; set; } = "UTC";

    /// <summary>Ids of the frameworks to adopt from the start. A form without a tick in it has no such field at all.</summary>
    public List<string> Frameworks { get; set => field = value ?? []; } = [];

    public bool AddPersonas { get; set; }
}
