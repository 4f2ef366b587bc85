using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Portal.Web.Tests.Shell;

/// <summary>
/// Every text a page asks for is in its feature's resx, and every text there is asked for. Looks at the sources: a missing text shows
/// its key to people, and nothing else would notice.
/// </summary>
public sealed partial class TextsTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(SourceTree.Web, "*Text.resx", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
        .Select(f => Path.GetRelativePath(SourceTree.Web, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_OfAFeature_AreAllUsed(string resx)
    {
        var sources = string.Join('\n', Sources(SourceTree.Web).Select(File.ReadAllText));
        var prefixes = Composed().Matches(sources).Select(m => m.Groups[1].Value).Where(p => p.Length > 0).ToHashSet(StringComparer.Ordinal);
        var suffixes = ComposedEnd().Matches(sources).Select(m => m.Groups[1].Value).Where(p => p.Length > 0).ToHashSet(StringComparer.Ordinal);

        var unused = Keys(resx).Where(key => !sources.Contains($"\"{key}\"", StringComparison.Ordinal)
            && !prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)) && !suffixes.Any(s => key.EndsWith(s, StringComparison.Ordinal)));

        Assert.Empty(unused);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_ThatAFeatureAsksFor_AreThere(string resx)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Web, resx))!;
        var text = Path.GetFileNameWithoutExtension(resx);
        var keys = Keys(resx).ToHashSet(StringComparer.Ordinal);
        List<string> missing = [];
        foreach (var file in Sources(folder))
        {
            var source = File.ReadAllText(file);
            var code = file + ".cs";
            var whole = source + (File.Exists(code) ? File.ReadAllText(code) : "") + (file.EndsWith(".razor.cs", StringComparison.Ordinal) ? File.ReadAllText(file[..^3]) : "");
            if (whole.Contains($"<{text}>", StringComparison.Ordinal))
            {
                missing.AddRange(Asked().Matches(source).Select(m => m.Groups[1].Value).Where(key => !keys.Contains(key)).Select(key => $"{Path.GetFileName(file)}: {key}"));
            }
        }

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Keys(string resx) =>
        XDocument.Load(Path.Combine(SourceTree.Web, resx)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
                && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    /// <summary><c>Loc["Key"…</c>, as a whole literal.</summary>
    [GeneratedRegex("\\bLoc\\[\"([A-Za-z0-9_.]+)\"[,\\]]")]
    private static partial Regex Asked();

    /// <summary><c>$"Prefix{…}"</c>: the texts of an enum.</summary>
    [GeneratedRegex("\\$\"([A-Za-z0-9_.]*)\\{")]
    private static partial Regex Composed();

    /// <summary><c>$"{…}Suffix"</c>.</summary>
    [GeneratedRegex("\\$\"\\{[^}\"]+\\}([A-Za-z0-9_.]+)\"")]
    private static partial Regex ComposedEnd();
}
