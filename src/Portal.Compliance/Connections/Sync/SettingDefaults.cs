using Portal.Connectors.Sdk;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

internal static class SettingDefaults
{
    /// <summary>A time zone that nobody gave is the organization's; the connection's settings state it and can change it.</summary>
    public static Dictionary<string, string> Fill(ConnectorManifest manifest, IReadOnlyDictionary<string, string> input, Tenant tenant)
    {
        var full = input.ToDictionary(StringComparer.Ordinal);
        foreach (var field in manifest.Fields.Where(f => f.Format == FieldFormat.TimeZone && string.IsNullOrWhiteSpace(full.GetValueOrDefault(f.Key))))
        {
            full[field.Key] = tenant.Zone.Id;
        }

        return full;
    }
}
