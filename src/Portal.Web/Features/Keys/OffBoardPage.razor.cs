using Microsoft.AspNetCore.Components;
using Portal.Compliance.Keys;
using Portal.Platform.Authorization;
using Portal.Platform.Results;

namespace Portal.Web.Features.Keys;

/// <summary>Ends the organization, after saying with live numbers what that destroys, stops and keeps.</summary>
public sealed partial class OffBoardPage(PreviewOffBoarding previewOffBoarding, OffBoardOrganization offBoard)
{
    private OffBoardingPreview? _preview;
    private Problem? _problem;
    private string _reason = "";
    private bool _confirmed;
    private bool _busy;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    protected override async Task OnParametersSetAsync()
    {
        if (MayOpen)
        {
            await LoadAsync(previewOffBoarding.ExecuteAsync, preview => (_preview, _read) = (preview, true));
        }
    }

    private async Task OffBoardAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            // What was typed is compared by the use case too; an unconfirmed name is refused there, in its words.
            var asked = await offBoard.ExecuteAsync(_confirmed ? Tenant.Name : "", _reason);
            _problem = asked.Problem;
            if (asked.IsOk)
            {
                Navigation.NavigateTo(Link(KeysFeature.Request(asked.Value)), replace: true);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
