using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

public sealed partial class UnfinishedTests
{
    [Fact]
    public void Sources_PromiseNothingForLater()
    {
        var found = Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.razor")).Concat(Repository.Files("src", "*.resx"))
            .SelectMany(f => Repository.Lines(f).Select((line, i) => (File: f, Number: i + 1, Line: line)))
            .Where(l => Later().IsMatch(l.Line))
            .Select(l => $"{l.File}:{l.Number}: {l.Line.Trim()}");
        Rule.NobodyBreaks(found);
    }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|coming soon|lorem ipsum", RegexOptions.IgnoreCase)]
    private static partial Regex Later();
}
