using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Session;

namespace Portal.Web.Features.Connections;

/// <summary>Ends a connection for good, after saying with live numbers what that destroys, stops and keeps.</summary>
public sealed partial class RevokePage(
    PreviewRevocation previewRevocation, ViewConnection viewConnection, PauseConnection pauseConnection, RevokeConnection revokeConnection)
    : PortalComponent<ConnectionsText>
{
    private ElementReference _reasonInput;
    private ElementReference _nameInput;
    private RevocationPreview? _preview;
    private ConnectionState? _state;
    private string _reason = "";
    private string _typedName = "";
    private string? _reasonError;
    private string? _nameError;
    private Problem? _problem;
    private bool _busy;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    protected override void OnInitialized()
    {
        Listen<ConnectionChanged>(changed => changed.ConnectionId == Id ? ReadAsync() : Task.CompletedTask);
        Listen<RunChanged>(changed => changed.ConnectionId == Id ? ReadAsync() : Task.CompletedTask);
        Listen<ComplianceChanged>(_ => ReadAsync());
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        if (_busy || !MayOpen)
        {
            return;
        }

        await LoadAsync(async token =>
        {
            var preview = await previewRevocation.ExecuteAsync(Id, token);
            var connection = preview is null ? null : await viewConnection.ExecuteAsync(Id, token);
            token.ThrowIfCancellationRequested();
            (_preview, _state, _read) = (preview, connection?.Summary.State, true);
        });
    }

    private async Task RevokeAsync()
    {
        _reasonError = string.IsNullOrWhiteSpace(_reason) ? Loc["RevokeReasonMissing"].Value : null;
        _nameError = _typedName.Trim() is var typed && (typed == _preview!.Name || typed == _preview.AccountLabel) ? null : Loc["RevokeTypedNameWrong"].Value;
        if (_reasonError is not null || _nameError is not null)
        {
            await (_reasonError is not null ? _reasonInput : _nameInput).FocusAsync();
            return;
        }

        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var revoked = await revokeConnection.ExecuteAsync(Id, _typedName.Trim(), _reason.Trim());
            if (revoked.IsOk)
            {
                Navigation.NavigateTo(Links.Receipt(Id), replace: true);
                return;
            }

            if (string.Equals(revoked.Problem!.Code, "revocation_pending", StringComparison.Ordinal))
            {
                // Stopped, but the sealed key is still there: the connection's page says so until it is gone.
                Navigation.NavigateTo(Links.Connection(Id), replace: true);
                return;
            }

            _problem = revoked.Problem;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task PauseAsync()
    {
        var paused = await pauseConnection.ExecuteAsync(Id);
        if (paused.IsOk)
        {
            Navigation.NavigateTo(Links.Connection(Id));
            return;
        }

        _problem = paused.Problem;
    }
}
