using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Connectors.Sdk;
using Portal.Web.Features.Connections;

namespace Portal.Web.Features.Connect;

/// <summary>How a test ended when it did not end in a connection: what happened, why, what to do next, and the facts for support.</summary>
public sealed partial class FailurePanel
{
    private ElementReference _heading;
    private bool _accepted;
    private bool _consentAsked;
    private ConnectFailure? _focused;

    [Parameter, EditorRequired] public required ConnectFailure Failure { get; set; }

    [Parameter, EditorRequired] public required ConnectorManifest Manifest { get; set; }

    /// <summary>The field that names the account; null when the account is fixed, as in replacing a key.</summary>
    [Parameter] public ManifestField? AccountField { get; set; }

    /// <summary>The account as typed or, when it is fixed, as it is known.</summary>
    [Parameter] public string Account { get; set; } = "";

    [Parameter] public bool MayRetryByItself { get; set; }

    /// <summary>The connection whose key the page replaces; null where it connects.</summary>
    [Parameter] public Guid? Replacing { get; set; }

    [Parameter] public EventCallback OnRetryByItself { get; set; }

    /// <summary>A person tries again, with what is entered.</summary>
    [Parameter] public EventCallback OnRetry { get; set; }

    [Parameter] public EventCallback OnStopRetrying { get; set; }

    [Parameter] public EventCallback OnAcceptLimited { get; set; }

    [Parameter] public EventCallback OnCheckKey { get; set; }

    [Parameter] public EventCallback OnCheckAccount { get; set; }

    [Parameter, EditorRequired] public required ConnectionLinks Links { get; set; }

    private Uri? Address => AccountField is null ? null : AffixedInput.Address(AccountField, Account);

    /// <summary>Where trying again, unchanged, can help. Never for a refused key.</summary>
    private bool MayTryAgain => Failure.Row is FailureRow.ProviderDown or FailureRow.KeyStoreDown or FailureRow.Unexpected or FailureRow.TooLittle or FailureRow.TooManyTests
        || (Failure.Row is FailureRow.RateLimited && !MayRetryByItself);

    private string Back => Replacing is { } connection ? Links.Connection(connection) : Links.Connections;

    private string AccountLabel => (AccountField?.Label ?? "").ToLowerInvariant();

    /// <summary>Everybody who cannot see the page change has to be taken to the message, unless a field is where the cursor belongs.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (ReferenceEquals(_focused, Failure))
        {
            return;
        }

        _focused = Failure;
        if (Failure.Focus is FailureFocus.Message)
        {
            await _heading.FocusAsync();
        }
    }

    private string Say(string part) => FailureWords.Say(Loc, Failure.Row, part, Manifest, AccountField, Account);

    private IEnumerable<(string Label, string? Value)> Details()
    {
        if (Failure.Error is { } error)
        {
            yield return ("DetailStatus", error.ProviderStatus?.ToString(CultureInfo.InvariantCulture));
            yield return ("DetailMessage", error.ProviderMessage);
            yield return ("DetailRequestId", error.ProviderRequestId);
            yield return ("DetailRequest", error.Request);
        }

        yield return ("DetailTrace", Failure.TraceId);
    }

    private async Task AcceptAsync()
    {
        _consentAsked = true;
        if (_accepted)
        {
            await OnAcceptLimited.InvokeAsync();
        }
    }
}
