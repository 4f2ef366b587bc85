using System.Reflection;

namespace Portal.Architecture.Tests.Sources;

public sealed class NamingTests
{
    private static readonly string[] Empty = ["Core", "Common", "Helper", "Helpers", "Util", "Utils", "Utilities", "Manager", "Managers", "Service", "Services", "Models", "Misc"];

    [Fact]
    public void Folders_AreNamedForConcepts()
    {
        var folders = Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs")).Concat(Repository.Files("src", "*.razor"))
            .SelectMany(f => f.Split('/')[..^1]).Distinct();
        Rule.NobodyBreaks(folders.Where(part => part.Split('.').Any(word => Empty.Contains(word, StringComparer.Ordinal))));
    }

    [Fact]
    public void Types_AreNamedForWhatTheyDo()
    {
        string[] assemblies = ["Portal.Web", "Portal.Compliance", "Portal.Platform", "Portal.Connectors", "Portal.Simulator"];
        var names = assemblies.SelectMany(a => Assembly.Load(a).GetTypes())
            .Where(t => t.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) == true && !t.IsNested)
            .Select(t => (t.FullName, Name: t.Name.Split('`')[0]));
        Rule.NobodyBreaks(names.Where(n => Empty.Any(e => n.Name.EndsWith(e, StringComparison.Ordinal))).Select(n => n.FullName));
    }

    [Fact]
    public void Namespaces_FollowTheFolders()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files("src", "*.cs").Where(f => !Repository.IsGenerated(f)))
        {
            var declared = Repository.Lines(file).Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
            var expected = $"namespace {string.Join('.', file.Split('/')[1..^1])};";
            if (declared is not null && declared != expected)
            {
                wrong.Add($"{file}: {declared}");
            }
        }

        Rule.NobodyBreaks(wrong);
    }
}
