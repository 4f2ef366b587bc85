using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Platform.Results;

namespace Portal.Web.Features.Connections;

/// <summary>The way out of a quarantine when the numbers are right: somebody says so, with a reason, and the next sync starts from there.</summary>
public sealed partial class BaselinePanel(AcceptNewBaseline acceptBaseline, NavigationManager navigation)
{
    private string _reason = "";
    private Problem? _problem;
    private bool _busy;

    [Parameter, EditorRequired] public Guid ConnectionId { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    private async Task AcceptAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var accepted = await acceptBaseline.ExecuteAsync(ConnectionId, _reason);
            _problem = accepted.Problem;
            if (accepted.IsOk)
            {
                navigation.NavigateTo(Links.Connection(ConnectionId));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
