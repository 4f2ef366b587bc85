using System.Reflection;

namespace Portal.Architecture.Tests.Walls;

/// <summary>Who may see whom, by what the compiler wrote into the assemblies.</summary>
public sealed class AssemblyWallTests
{
    private static readonly Assembly Web = Assembly.Load("Portal.Web");
    private static readonly Assembly Compliance = Assembly.Load("Portal.Compliance");
    private static readonly Assembly Platform = Assembly.Load("Portal.Platform");
    private static readonly Assembly Connectors = Assembly.Load("Portal.Connectors");
    private static readonly Assembly Simulator = Assembly.Load("Portal.Simulator");

    [Fact]
    public void Assemblies_OfOurs_SeeOnlyWhomTheyMay()
    {
        Rule.NobodyBreaks(Ours(Platform));
        Rule.NobodyBreaks(Ours(Connectors));
        Rule.NobodyBreaks(Ours(Simulator));
        Assert.Equal(["Portal.Connectors", "Portal.Platform"], Ours(Compliance));
        // The pages show manifests, run steps and evidence results, whose records the connector contract declares.
        Rule.NobodyBreaks(Ours(Web).Except(["Portal.Compliance", "Portal.Connectors", "Portal.Platform", "Portal.Simulator"]));
    }

    [Fact]
    public void ProjectFiles_OfOurs_ReferToNobodyElse()
    {
        Dictionary<string, string[]> allowed = new()
        {
            ["Portal.Platform"] = [],
            ["Portal.Connectors"] = [],
            ["Portal.Simulator"] = [],
            ["Portal.Compliance"] = ["Portal.Connectors", "Portal.Platform"],
            ["Portal.Web"] = ["Portal.Compliance", "Portal.Platform", "Portal.Simulator"],
        };
        foreach (var (project, others) in allowed)
        {
            var file = System.Xml.Linq.XDocument.Parse(Repository.Text($"src/{project}/{project}.csproj"));
            var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Equal(others, references.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Pages_SeeNoDatabase()
    {
        var references = Web.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.Data.SqlClient", StringComparison.Ordinal));
    }

    [Fact]
    public void Connectors_SeeNoDatabaseSchedulerOrKeys()
    {
        string[] hidden = ["Microsoft.EntityFrameworkCore", "Microsoft.Data.", "Quartz", "Azure.", "Microsoft.AspNetCore.Components"];
        var references = Connectors.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(references, name => hidden.Any(h => name.StartsWith(h, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Portal.Compliance")]
    [InlineData("Portal.Platform")]
    [InlineData("Portal.Connectors")]
    public void Internals_OfALibrary_AreOpenToItsTestsAndNotToThePages(string library)
    {
        var friends = Assembly.Load(library).GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(a => a.AssemblyName).ToList();
        Assert.DoesNotContain("Portal.Web", friends);
        Assert.All(friends, name => Assert.True(name.EndsWith(".Tests", StringComparison.Ordinal) || name is "Portal.Benchmarks" or "Portal.Compliance", name));
    }

    private static List<string> Ours(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)
        .Where(n => n.StartsWith("Portal.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
