using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Results;
using Portal.Web.Features.Connect;

namespace Portal.Web.Features.Connections;

/// <summary>What only the customer knows: company zone, onboarding task lists, thresholds. From the manifest; never the account or the key.</summary>
public sealed partial class ConnectionSettings(ViewConnector viewConnector, ConfigureConnection configureConnection)
{
    private readonly Dictionary<string, ManifestInput> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private bool _busy;
    private string? _badField;
    private Problem? _problem;
    private string? _said;

    [Parameter, EditorRequired] public required ConnectionDetail Connection { get; set; }

    [Parameter] public bool Editable { get; set; }

    [Parameter] public string Lead { get; set; } = "";

    [Parameter] public EventCallback OnSaved { get; set; }

    private IReadOnlyList<ManifestField> Fields { get; set; } = [];

    protected override async Task OnParametersSetAsync()
    {
        if (Fields.Count == 0)
        {
            var entry = await viewConnector.ExecuteAsync(Connection.Summary.Connector);
            Fields = [.. entry?.Manifest.Fields.Where(f => f is { Step: null, Secret: false }) ?? []];
        }

        // The page reloads while somebody types: what they touched stays.
        foreach (var field in Fields.Where(f => !_touched.Contains(f.Key)))
        {
            _values[field.Key] = Connection.Settings.GetValueOrDefault(field.Key, "");
        }
    }

    private void Change(string key, string value)
    {
        _values[key] = value;
        _touched.Add(key);
        _said = null;
    }

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var saved = await configureConnection.ExecuteAsync(Connection.Summary.Id, Settings());
            _problem = saved.Problem;
            _badField = saved.Problem?.Field is { } key && _inputs.ContainsKey(key) ? key : null;
            _said = saved.IsOk ? Loc["SettingsSaved"].Value : null;
            if (_badField is not null)
            {
                await _inputs[_badField].FocusAsync();
            }

            if (saved.IsOk)
            {
                _touched.Clear();
                await OnSaved.InvokeAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>All settings, the untouchable ones as they are: the use case compares and audits what changed.</summary>
    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(Connection.Settings, StringComparer.Ordinal);
        foreach (var (key, value) in _values)
        {
            if (value.Length == 0)
            {
                settings.Remove(key);
            }
            else
            {
                settings[key] = value;
            }
        }

        return settings;
    }
}
