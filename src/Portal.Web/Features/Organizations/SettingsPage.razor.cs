using Microsoft.AspNetCore.Components;
using Portal.Compliance.Organizations;
using Portal.Platform.Results;

namespace Portal.Web.Features.Organizations;

/// <summary>Name and zone. Saving loads the page anew: the circuit's organization is fixed when it opens.</summary>
public sealed partial class SettingsPage
{
    private const string SavedParameter = "saved";

    private string _name = "";
    private string _zone = "";
    private Problem? _problem;
    private bool _saving;
    private bool _saved;

    [Parameter] public string Org { get; set; } = "";

    [Inject] private UpdateOrganization Update { get; set; } = null!;

    private bool IsChanged => _name.Trim() != Tenant.Name || _zone != Tenant.Zone.Id;

    protected override void OnInitialized()
    {
        (_name, _zone) = (Tenant.Name, Tenant.Zone.Id);
        _saved = Components.UrlState.From(Navigation)[SavedParameter] is not null;
    }

    private string? Invalid(string field) => _problem?.Field == field ? "true" : null;

    private async Task SaveAsync()
    {
        (_saving, _saved, _problem) = (true, false, null);
        try
        {
            var result = await Update.ExecuteAsync(_name, _zone, Gone);
            _problem = result.Problem;
            if (result.IsOk)
            {
                Navigation.NavigateTo(Link(OrganizationsFeature.Settings) + $"?{SavedParameter}=1", forceLoad: true);
            }
        }
        finally
        {
            _saving = false;
        }
    }
}
