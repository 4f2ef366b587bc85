using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;
using Portal.Web.Session;
using Portal.Web.Shell;

namespace Portal.Web.Features.Connect;

/// <summary>The two-step wizard. Everything on it comes from the manifest; nothing is stored before the live test has passed.</summary>
public sealed partial class ConnectPage(ViewConnector viewConnector, ConnectConnector connectConnector, BrowserPage browser)
    : PortalComponent<ConnectText>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fieldErrors = new(StringComparer.Ordinal);
    private CatalogEntry? _entry;
    private ConnectTest _test = null!;
    private KeyField? _key;
    private string? _keyError;
    private bool _read;
    private int _step;
    private string? _focus;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public string Connector { get; set; } = "";

    private ConnectionLinks Links => new(Tenant.Slug);

    private ManifestField? AccountField => _entry?.Manifest.Fields.FirstOrDefault(f => f is { Secret: false, Step: not null, Required: true });

    private string? Busy => _test.Running ? "true" : null;

    private string Account => AccountField is { } account ? _values.GetValueOrDefault(account.Key, "") : "";

    protected override void OnInitialized() => _test = Own(new ConnectTest(() => _ = InvokeAsync(StateHasChanged)));

    protected override Task OnParametersSetAsync() => LoadAsync(
        token => MayOpen ? viewConnector.ExecuteAsync(Connector, token) : Task.FromResult<CatalogEntry?>(null),
        entry => (_entry, _read) = (entry, true));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } id)
        {
            _focus = null;
            await browser.FocusAsync(id, Gone);
        }
    }

    private async Task SubmitAsync()
    {
        if (_test.Running || _entry is null || !await IsFilledAsync(_step))
        {
            return;
        }

        if (_step < _entry.Manifest.Steps.Count - 1)
        {
            GoTo(_step + 1);
            return;
        }

        await TestAsync(acceptLimited: false, byItself: false);
    }

    private async Task TestAsync(bool acceptLimited, bool byItself)
    {
        for (var step = 0; step < _entry!.Manifest.Steps.Count; step++)
        {
            if (!await IsFilledAsync(step))
            {
                return;
            }
        }

        _keyError = null;
        _fieldErrors.Clear();
        var connected = await _test.RunAsync((progress, ct) => AttemptAsync(acceptLimited, progress, ct), byItself);
        if (connected is not null)
        {
            await _key!.ClearAsync();
            Navigation.NavigateTo(Links.Run(connected.ConnectionId, connected.RunId));
            return;
        }

        Show(_test.Failure);
    }

    private async Task<ConnectOutcome> AttemptAsync(bool acceptLimited, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        var credential = await _key!.ReadAsync();
        try
        {
            return await connectConnector.ExecuteAsync(
                new ConnectRequest(Connector, new Dictionary<string, string>(_values, StringComparer.Ordinal), credential, acceptLimited),
                progress, cancellationToken);
        }
        finally
        {
            // The use case does this too; it must hold even if it never got that far.
            CryptographicOperations.ZeroMemory(credential);
        }
    }

    /// <summary>Whether what the step asks for is there; otherwise says so at the field and goes to it.</summary>
    private async Task<bool> IsFilledAsync(int step)
    {
        foreach (var field in _entry!.Manifest.Fields.Where(f => f.Step == _entry.Manifest.Steps[step].Key && f.Required))
        {
            if (field.Secret)
            {
                _keyError = KeyWords.Complaint(Loc, await _key!.LookAsync(), refused: _test.Failure?.Row is FailureRow.KeyRejected);
                if (_keyError is not null)
                {
                    FocusKey();
                    return false;
                }
            }
            else if (string.IsNullOrWhiteSpace(_values.GetValueOrDefault(field.Key)))
            {
                _fieldErrors[field.Key] = Loc["FieldMissing", field.Label].Value;
                FocusField(field.Key);
                return false;
            }
        }

        return true;
    }

    private void Show(ConnectFailure? failure)
    {
        foreach (var (key, error) in failure?.FieldErrors ?? new Dictionary<string, string>())
        {
            _fieldErrors[key] = error;
        }

        switch (failure?.Focus)
        {
            case FailureFocus.Key:
                _keyError = Title(failure.Row);
                FocusKey();
                break;
            case FailureFocus.Account:
                var field = failure.FieldErrors.Keys.FirstOrDefault() ?? AccountField?.Key;
                if (field is not null)
                {
                    _fieldErrors.TryAdd(field, Title(failure.Row));
                    FocusField(field);
                }

                break;
            case FailureFocus.Message or null:
                break;
        }
    }

    private string Title(FailureRow row) => FailureWords.Say(Loc, row, "Title", _entry!.Manifest, AccountField, Account);

    private void GoTo(int step)
    {
        if (!_test.Running)
        {
            (_step, _focus) = (step, HeadingId(step));
        }
    }

    private void FocusKey() => FocusField(_entry!.Manifest.Fields.First(f => f.Secret).Key);

    private void FocusField(string key) =>
        (_step, _focus) = (StepOf(_entry!.Manifest.Fields.First(f => string.Equals(f.Key, key, StringComparison.Ordinal))), InputId(key));

    private static string HeadingId(int step) => string.Create(CultureInfo.InvariantCulture, $"step-{step + 1}");

    private static string InputId(string key) => $"connect-{key}";

    private int StepOf(ManifestField field) => Math.Max(0, _entry!.Manifest.Steps.Index().FirstOrDefault(s => s.Item.Key == field.Step).Index);
}
