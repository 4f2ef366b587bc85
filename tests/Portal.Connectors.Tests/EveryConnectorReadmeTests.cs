using System.Globalization;
using System.Text;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.Tests;

/// <summary>The README of a connector carries its manifest in words, so that neither drifts from the other.</summary>
public sealed class EveryConnectorReadmeTests
{
    private const string Begin = "<!-- manifest -->\n";
    private const string End = "<!-- /manifest -->";

    public static TheoryData<string> Ids => EveryConnectorTests.Ids;

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_ReadmeTable_EqualsTheManifest(string id)
    {
        var manifest = EveryConnectorTests.ManifestOf(id);
        var path = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Portal.Connectors"), "README.md", SearchOption.AllDirectories)
            .Single(file => string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), id, StringComparison.OrdinalIgnoreCase));
        var text = File.ReadAllText(path);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, "the README has no place for the manifest");
        var expected = Table(manifest);

        if (Environment.GetEnvironmentVariable("PORTAL_UPDATE_README") == "1")
        {
            File.WriteAllText(path, string.Concat(text.AsSpan(0, from), expected, text.AsSpan(to)));
            return;
        }
        Assert.Equal(expected, text[from..to]);
    }

    private static string Table(ConnectorManifest manifest)
    {
        var text = new StringBuilder();
        Line($"\n**{manifest.Name}** {manifest.Version}: {manifest.Summary}\n");
        Line($"| fact | |\n|---|---|");
        Line($"| id | `{manifest.Id}` |");
        Line($"| category, authentication | {manifest.Category}, {manifest.Authentication} |");
        Line($"| cadence, grace, stale after | {Hours(manifest.Cadence)}, {Hours(manifest.Grace)}, {Hours(manifest.StaleAfter)} |");
        Line($"| hosts | {string.Join(", ", manifest.Hosts.Select(h => $"`{h}`"))} |");
        Line($"| instructions checked | {manifest.InstructionsCheckedOn:yyyy-MM-dd} |");
        Line($"\n### Evidence\n\n| kind, schema | what it shows | primary | supporting |\n|---|---|---|---|");
        foreach (var kind in manifest.EvidenceKinds)
        {
            Line($"| `{kind.Kind}` v{kind.SchemaVersion}, {kind.Aspect} | {kind.Summary} | {Controls(kind, LinkRelation.Primary)} | {Controls(kind, LinkRelation.Supporting)} |");
        }
        Line($"\n### Settings\n\n| key | asked in | label | help |\n|---|---|---|---|");
        foreach (var field in manifest.Fields)
        {
            Line($"| `{field.Key}`{(field.Secret ? " (secret)" : "")} | {(field.Step is null ? "settings" : $"step {field.Step}")} | {field.Label} | {field.Help} |");
        }
        Line($"\n### How to connect\n");
        foreach (var (step, number) in manifest.HowToConnect.Select((step, index) => (step, index + 1)))
        {
            Line($"{number}. {step}");
        }
        Line($"\n### Least privilege\n");
        manifest.LeastPrivilege.ToList().ForEach(line => Line($"- {line}"));
        Line($"\n### Reads\n\n| request | fields | why |\n|---|---|---|");
        foreach (var read in manifest.Reads)
        {
            Line($"| `{read.Endpoint}` | {string.Join(", ", read.Fields)} | {read.Why} |");
        }
        Line($"\nNever asked for: {string.Join("; ", manifest.NeverReads)}.\n");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Controls(EvidenceKindManifest kind, LinkRelation relation) => string.Join(" · ", kind.Controls
        .Where(c => c.Relation == relation)
        .Select(c => $"{c.Framework} {c.Control}{(c.OnlyForRung is null ? "" : $" (only `{c.OnlyForRung}`)")}"));

    private static string Hours(TimeSpan span) => $"{span.TotalHours.ToString(CultureInfo.InvariantCulture)} h";
}
