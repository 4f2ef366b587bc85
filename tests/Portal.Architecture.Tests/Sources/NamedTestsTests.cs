using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

/// <summary>A document that names the test behind a promise names one that exists.</summary>
public sealed partial class NamedTestsTests
{
    [Fact]
    public void Documents_NameOnlyTestsThatExist()
    {
        var tests = Repository.Files("tests", "*Tests.cs").Concat(Repository.Files("tests", "*Properties.cs"))
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), Repository.Text, StringComparer.Ordinal);
        var documents = Repository.Files("docs", "*.md").Append("README.md").Append("SECURITY.md");
        Rule.NobodyBreaks(documents.SelectMany(document => NamedTest().Matches(Repository.Text(document))
            .Where(named => !tests[named.Groups["class"].Value].Any(text => Declares(text, named.Groups["method"].Value)))
            .Select(named => $"{document}: {named.Value}")));
    }

    [Fact]
    public void ThreatModel_EveryPromise_NamesATest()
    {
        var promises = Repository.Lines("docs/security.md").Where(line => Promise().IsMatch(line)).ToList();
        Assert.NotEmpty(promises);
        Rule.NobodyBreaks(promises.Where(line => !NamedTest().IsMatch(line)));
    }

    private static bool Declares(string text, string method) => text.Contains($" {method}(", StringComparison.Ordinal);

    [GeneratedRegex(@"`(?<class>\w+(?:Tests|Properties))\.(?<method>\w+)`")]
    private static partial Regex NamedTest();

    /// <summary>Promises are numbered rows: <c>| P12 | …</c>.</summary>
    [GeneratedRegex(@"^\| P\d+ \|")]
    private static partial Regex Promise();
}
