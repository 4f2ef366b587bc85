using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;
using Portal.Web.Session;

namespace Portal.Web.Features.Connect;

/// <summary>A new key for the same connection, through the same test. History, evidence and settings stay.</summary>
public sealed partial class ReplaceKeyPage(ViewConnection viewConnection, ViewConnector viewConnector, ReplaceCredential replaceCredential)
    : PortalComponent<ConnectText>
{
    private ConnectTest _test = null!;
    private ConnectionDetail? _connection;
    private ConnectorManifest? _manifest;
    private KeyField? _key;
    private string? _keyError;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    private ConnectionLinks Links => new(Tenant.Slug);

    protected override void OnInitialized() => _test = Own(new ConnectTest(() => _ = InvokeAsync(StateHasChanged)));

    protected override async Task OnParametersSetAsync() => await LoadAsync(async token =>
    {
        var connection = MayOpen ? await viewConnection.ExecuteAsync(Id, token) : null;
        var connector = connection is null ? null : await viewConnector.ExecuteAsync(connection.Summary.Connector, token);
        token.ThrowIfCancellationRequested();
        (_connection, _manifest, _read) = (connection, connector?.Manifest, true);
    });

    private static ManifestField KeyFieldOf(ConnectorManifest manifest) => manifest.Fields.First(f => f.Secret);

    private Task SubmitAsync() => TestAsync(acceptLimited: false, byItself: false);

    private async Task TestAsync(bool acceptLimited, bool byItself)
    {
        _keyError = KeyWords.Complaint(Loc, await _key!.LookAsync(), refused: _test.Failure?.Row is FailureRow.KeyRejected);
        if (_keyError is not null)
        {
            await FocusKeyAsync();
            return;
        }

        var replaced = await _test.RunAsync((progress, token) => AttemptAsync(acceptLimited, progress, token), byItself);
        if (replaced is not null)
        {
            await _key.ClearAsync();
            Navigation.NavigateTo(Links.Run(replaced.ConnectionId, replaced.RunId));
        }
        else if (_test.Failure is { Focus: FailureFocus.Key } failure)
        {
            _keyError = FailureWords.Say(Loc, failure.Row, "Title", _manifest!, null, _connection!.Summary.AccountLabel);
            await FocusKeyAsync();
        }
        else if (_test.Failure?.FieldErrors.Values.FirstOrDefault() is { } error)
        {
            // The key is the only field here.
            _keyError = error;
            await FocusKeyAsync();
        }
    }

    private async Task<ConnectOutcome> AttemptAsync(bool acceptLimited, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        var credential = await _key!.ReadAsync();
        try
        {
            return await replaceCredential.ExecuteAsync(Id, credential, acceptLimited, progress, cancellationToken);
        }
        finally
        {
            // The use case does this too; it must hold even if it never got that far.
            CryptographicOperations.ZeroMemory(credential);
        }
    }

    private async Task FocusKeyAsync() => await _key!.FocusAsync();
}
