using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Connect;

/// <summary>
/// The credential's input. Deliberately unbound: what is typed stays in the browser until <see cref="ReadAsync"/>, which a page
/// calls once per attempt and whose bytes the use case zeroes. It never enters the circuit's state and is never rendered.
/// </summary>
public sealed partial class KeyField
{
    private ElementReference _input;
    private ElementReference _hint;
    private IJSObjectReference? _module;

    [Parameter, EditorRequired] public required ManifestField Field { get; set; }

    [Parameter, EditorRequired] public required string Id { get; set; }

    [Parameter] public string? Error { get; set; }

    public async ValueTask FocusAsync() => await _input.FocusAsync();

    internal async ValueTask<KeyLook> LookAsync() => await InvokeAsync<string>("look") switch
    {
        "changed" => KeyLook.Changed,
        "unchanged" => KeyLook.Unchanged,
        _ => KeyLook.Empty,
    };

    /// <summary>UTF-8, trimmed. The caller owns the bytes and sees to it that they are zeroed.</summary>
    internal ValueTask<byte[]> ReadAsync() => InvokeAsync<byte[]>("read");

    internal async ValueTask ClearAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("clear", _input);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Features/Connect/KeyField.razor.js");
            await _module.InvokeVoidAsync("attach", _input, _hint, Field.HintPattern);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.InvokeVoidAsync("detach", _input);
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the input with it.
        }
    }

    private ValueTask<T> InvokeAsync<T>(string function) =>
        (_module ?? throw new InvalidOperationException("The key field is not on the page yet.")).InvokeAsync<T>(function, _input);
}
