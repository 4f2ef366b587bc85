using System.Text.Json.Nodes;
using Portal.Platform.Text;

namespace Portal.Compliance.Alerts;

/// <summary>A piece of evidence that does not meet its rule, as an alert remembers it.</summary>
/// <param name="Title">The kind's title, as it was then.</param>
/// <param name="Found">What the payload found, in one line of counts; it stays when retention purges the payload.</param>
internal sealed record FailingEvidence(string Kind, string Title, Guid EvidenceId, string Found, string? Reason)
{
    /// <summary>An alert names a few; the run names all.</summary>
    public const int MostNamed = 5;

    public static JsonArray Write(IEnumerable<FailingEvidence> failing) =>
    [
        .. failing.Take(MostNamed).Select(f => (JsonNode)new JsonObject
        {
            ["evidence"] = f.EvidenceId.ToString("D"),
            ["found"] = f.Found,
            ["kind"] = f.Kind,
            ["reason"] = f.Reason,
            ["title"] = f.Title,
        }),
    ];

    public static IReadOnlyList<FailingEvidence> Of(Alert alert) => alert.Cause == AlertCause.EvidenceFailing ? Read(JsonNode.Parse(alert.DetailJson)) : [];

    /// <returns>Empty for alerts from before they named their evidence.</returns>
    public static IReadOnlyList<FailingEvidence> Read(JsonNode? detail) => detail?["failing"] is JsonArray failing
        ? [.. failing.Select(f => new FailingEvidence(Text(f, "kind"), Text(f, "title"), Guid.Parse(Text(f, "evidence")), Text(f, "found"), f!["reason"]?.GetValue<string>()))]
        : [];

    /// <summary>"Onboarding completion: 26 of 29 due items done, 3 overdue (below threshold)".</summary>
    public override string ToString() => Reason is null ? $"{Title}: {Found}" : $"{Title}: {Found} ({CodeWords.Of(Reason)})";

    private static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();
}
