using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Session;

namespace Portal.Web.Features.Connections;

/// <summary>What a revocation did, for the record, and the one thing that only a person can do: delete the key at the vendor.</summary>
public sealed partial class ReceiptPage(ViewRevocation viewRevocation, ViewConnection viewConnection, ConfirmVendorKeyDeleted confirmDeleted)
    : PortalComponent<ConnectionsText>
{
    private RevocationReceipt? _receipt;
    private string _vendor = "";
    private Problem? _problem;
    private string? _tickError;
    private bool _ticked;
    private bool _busy;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    private bool MayRevoke => May(Permission.RevokeConnections);

    protected override void OnInitialized() =>
        Listen<ConnectionChanged>(changed => changed.ConnectionId == Id ? ReloadAsync() : Task.CompletedTask);

    protected override Task OnParametersSetAsync() => ReloadAsync();

    private async Task ReloadAsync() => await LoadAsync(async token =>
    {
        var receipt = await viewRevocation.ExecuteAsync(Id, token);
        var connection = receipt is null ? null : await viewConnection.ExecuteAsync(Id, token);
        token.ThrowIfCancellationRequested();
        (_receipt, _vendor, _read) = (receipt, connection?.Summary.ConnectorName ?? "", true);
    });

    private async Task ConfirmAsync()
    {
        _tickError = _ticked ? null : Loc["ReceiptVendorTickNeeded"].Value;
        if (!_ticked || _busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var confirmed = await confirmDeleted.ExecuteAsync(Id);
            _problem = confirmed.Problem;
            await ReloadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
