using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Portal.Architecture.Tests.Sources;

public sealed partial class SolutionTests
{
    [Fact]
    public void Projects_OnDisk_AreThoseOfTheSolution()
    {
        var onDisk = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"));
        var inSolution = ProjectPath().Matches(Repository.Text("Portal.sln")).Select(m => m.Groups[1].Value.Replace('\\', '/'));
        Assert.Equal(onDisk, inSolution.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Projects_OfTheLayout_AreAllThere() => Assert.Equal(
        [
            "src/Portal.Compliance", "src/Portal.Connectors", "src/Portal.Platform", "src/Portal.Simulator", "src/Portal.Web",
            "tests/Portal.Architecture.Tests", "tests/Portal.Benchmarks", "tests/Portal.Compliance.Tests", "tests/Portal.Connectors.Tests",
            "tests/Portal.EndToEnd.Tests", "tests/Portal.Platform.Tests", "tests/Portal.Web.Tests",
        ],
        Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj")).Select(f => f[..f.LastIndexOf('/')]));

    [Fact]
    public void Packages_OfEveryProject_AreLocked()
    {
        var projects = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"));
        Rule.NobodyBreaks(projects.Where(p => !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(p)!, "packages.lock.json"))));
    }

    [Fact]
    public void Packages_OfEveryProject_HaveTheirVersionInOnePlace()
    {
        var references = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))
            .SelectMany(p => XDocument.Parse(Repository.Text(p)).Descendants("PackageReference").Select(r => (Project: p, Reference: r)));
        Rule.NobodyBreaks(references.Where(r => r.Reference.Attribute("Version") is not null || r.Reference.Attribute("VersionOverride") is not null).Select(r => r.Project));
    }

    [Fact]
    public void Tools_EntityFrameworkCore_IsTheVersionOfThePackages()
    {
        var tool = System.Text.Json.Nodes.JsonNode.Parse(Repository.Text(".config/dotnet-tools.json"))!["tools"]!["dotnet-ef"]!["version"]!.GetValue<string>();
        var package = XDocument.Parse(Repository.Text("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(p => p.Attribute("Include")!.Value == "Microsoft.EntityFrameworkCore").Attribute("Version")!.Value;
        Assert.Equal(package, tool);
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
