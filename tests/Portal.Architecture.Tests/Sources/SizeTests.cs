namespace Portal.Architecture.Tests.Sources;

/// <summary>The ratchet: no file grows past these. There are no exceptions to shrink, and none are to be added.</summary>
public sealed class SizeTests
{
    [Fact]
    public void CSharpFiles_HaveAtMost300Lines() => Rule.NobodyBreaks(TooLong("*.cs", 300));

    [Fact]
    public void RazorFiles_HaveAtMost150Lines() => Rule.NobodyBreaks(TooLong("*.razor", 150));

    private static IEnumerable<string> TooLong(string pattern, int most) => Repository.Files("src", pattern).Concat(Repository.Files("tests", pattern))
        .Where(f => !Repository.IsGenerated(f))
        .Select(f => (File: f, Lines: Repository.Lines(f).Length))
        .Where(f => f.Lines > most)
        .Select(f => $"{f.File}: {f.Lines}");
}
