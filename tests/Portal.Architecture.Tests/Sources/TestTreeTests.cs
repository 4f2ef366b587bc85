namespace Portal.Architecture.Tests.Sources;

public sealed class TestTreeTests
{
    /// <summary>Test folders with no counterpart in the project they are named for, and why.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["tests/Portal.Connectors.Tests/Simulator"] = "src/Portal.Simulator",
        // Holds every request of a connector to the vendor's published description; there is no code for it in src.
        ["tests/Portal.Connectors.Tests/OpenApi"] = "src/Portal.Connectors",
    };

    [Theory]
    [InlineData("Portal.Platform")]
    [InlineData("Portal.Compliance")]
    [InlineData("Portal.Connectors")]
    [InlineData("Portal.Web")]
    public void Tests_LieWhereTheirSubjectLies(string project)
    {
        var lost = Repository.Files($"tests/{project}.Tests", "*Tests.cs")
            .Select(f => f[..f.LastIndexOf('/')]).Distinct()
            .Where(folder => !Elsewhere.ContainsKey(folder))
            .Where(folder => !Directory.Exists(Path.Combine(Repository.Root, folder.Replace($"tests/{project}.Tests", $"src/{project}", StringComparison.Ordinal))));
        Rule.NobodyBreaks(lost);
    }

    [Fact]
    public void Exceptions_StillPointSomewhere() =>
        Assert.All(Elsewhere, e => Assert.True(
            Directory.Exists(Path.Combine(Repository.Root, e.Key)) && Directory.Exists(Path.Combine(Repository.Root, e.Value)), $"{e.Key} -> {e.Value}"));
}
