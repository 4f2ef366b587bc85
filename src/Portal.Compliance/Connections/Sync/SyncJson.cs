using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Compliance.Connections.Sync;

/// <summary>How small lists (steps, warnings, capabilities, settings) are written into their columns.</summary>
internal static class SyncJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Options);

    public static IReadOnlyList<T> ReadList<T>(string? json) => Read<T[]>(json) ?? [];

    public static IReadOnlyDictionary<string, string> ReadSettings(string json) =>
        Read<SortedDictionary<string, string>>(json) ?? new SortedDictionary<string, string>(StringComparer.Ordinal);

    public static string WriteSettings(IReadOnlyDictionary<string, string> settings) =>
        Write(new SortedDictionary<string, string>(settings.ToDictionary(), StringComparer.Ordinal));
}
