using Microsoft.AspNetCore.Components;
using Portal.Compliance.Keys;

namespace Portal.Web.Features.Keys;

/// <summary>A request about keys: its progress while it is open, its receipt for ever after.</summary>
public sealed partial class KeyReceiptPage(ViewKeyRequest viewRequest)
{
    private KeyReceipt? _receipt;
    private bool _read;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    protected override void OnInitialized() => Listen<KeysChanged>(_ => ReadAsync());

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(token => viewRequest.ExecuteAsync(Id, token), receipt => (_receipt, _read) = (receipt, true));
}
