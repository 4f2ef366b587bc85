using Microsoft.AspNetCore.Components;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Connect;

/// <summary>One non-secret field of a manifest, drawn by its format.</summary>
public sealed partial class ManifestInput
{
    private ElementReference _input;

    [Parameter, EditorRequired] public required ManifestField Field { get; set; }

    [Parameter, EditorRequired] public required string Id { get; set; }

    [Parameter] public string Value { get; set; } = "";

    [Parameter] public EventCallback<string> ValueChanged { get; set; }

    [Parameter] public string? Error { get; set; }

    /// <summary>The empty choice of a list.</summary>
    [Parameter] public string NoneLabel { get; set; } = "";

    private string Description => $"{Id}-help {(Field.Prefix is null ? "" : $"{Id}-prefix ")}{(Suffix is null ? "" : $"{Id}-suffix ")}{Id}-error";

    private string Invalid => Error is null ? "false" : "true";

    private string? Suffix => Field.Suffix ?? (Field.Format is FieldFormat.Percent ? "%" : null);

    private string InputMode => Field.Format is FieldFormat.Number or FieldFormat.Percent ? "decimal" : Field.Prefix is null ? "text" : "url";

    public async ValueTask FocusAsync() => await _input.FocusAsync();

    private Task ChangeAsync(string? typed) => ValueChanged.InvokeAsync(AffixedInput.Reduce(Field, typed ?? ""));

    private IEnumerable<string> Zones()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId).Select(z => z.Id).Order(StringComparer.Ordinal);
        // A zone this machine does not know must not silently turn into another one.
        return Value.Length == 0 || zones.Contains(Value) ? zones : zones.Prepend(Value);
    }
}
