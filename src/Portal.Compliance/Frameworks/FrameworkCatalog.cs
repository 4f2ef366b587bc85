using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Portal.Compliance.Frameworks;

/// <summary>The frameworks this build ships, in the order they are offered. Titles are in our own words where the text is not free.</summary>
public sealed class FrameworkCatalog
{
    private static readonly string[] Ids = ["soc2", "iso27001", "nist80053", "csf2", "hipaa"];
    private static readonly Lazy<FrameworkCatalog> Instance = new(Load);
    private readonly FrozenDictionary<string, Framework> _byId;

    private FrameworkCatalog(IReadOnlyList<Framework> frameworks)
    {
        Frameworks = frameworks;
        _byId = frameworks.ToFrozenDictionary(f => f.Id, StringComparer.Ordinal);
    }

    public static FrameworkCatalog Shipped => Instance.Value;

    public IReadOnlyList<Framework> Frameworks { get; }

    public Framework? Find(string framework) => _byId.GetValueOrDefault(framework);

    public FrameworkControl? Find(string framework, string control) => Find(framework)?.Find(control);

    private static FrameworkCatalog Load() => new([.. Ids.Select(Read)]);

    private static Framework Read(string id)
    {
        using var json = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Frameworks.{id}.json")
            ?? throw new InvalidOperationException($"The framework '{id}' is missing from this build: Frameworks/Shipped/{id}.json is not embedded.");
        var framework = JsonSerializer.Deserialize<Framework>(json, JsonSerializerOptions.Web)!;
        return framework.Id == id ? framework : throw new InvalidOperationException($"Frameworks/Shipped/{id}.json calls itself '{framework.Id}'.");
    }
}

/// <param name="Version">Edition and part, as people cite it.</param>
/// <param name="About">What is shipped of it, and whose words the titles are.</param>
public sealed record Framework(
    string Id, string Name, string Version, string Publisher, string About, IReadOnlyList<FrameworkGroup> Groups)
{
    private readonly FrozenDictionary<string, (FrameworkControl Control, int Ordinal)> _byId =
        Groups.SelectMany(g => g.Controls).Select((c, i) => (c, i)).ToFrozenDictionary(pair => pair.c.Id, StringComparer.Ordinal);

    public IEnumerable<FrameworkControl> Controls => Groups.SelectMany(g => g.Controls);

    public int ControlCount => _byId.Count;

    public FrameworkControl? Find(string control) => _byId.TryGetValue(control, out var found) ? found.Control : null;

    /// <summary>A control's place in the framework's own order, which the ids do not sort by; unknown ones come last.</summary>
    public int OrdinalOf(string control) => _byId.TryGetValue(control, out var found) ? found.Ordinal : int.MaxValue;
}

public sealed record FrameworkGroup(string Id, string Title, IReadOnlyList<FrameworkControl> Controls);

public sealed record FrameworkControl(string Id, string Title);
