using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Portal.Architecture.Tests.Walls;

/// <summary>Walls inside an assembly. Only our own assemblies are loaded: with Quartz and EF Core it would take ten seconds more.</summary>
public sealed class NamespaceWallTests
{
    private static readonly ArchUnitNET.Domain.Architecture Ours = new ArchLoader().LoadAssemblies(
        Assembly.Load("Portal.Web"), Assembly.Load("Portal.Compliance"), Assembly.Load("Portal.Platform"), Assembly.Load("Portal.Connectors")).Build();

    [Fact]
    public void Calculation_OfCoverage_IsPure() => Check(
        "^Portal\\.Compliance\\.Coverage\\.Calculation",
        "^Microsoft\\.|^System\\.TimeProvider$|^System\\.IO\\.|^System\\.Net\\.|^Portal\\.Platform\\.Time|^Portal\\.Compliance\\.Data|^System\\.Random$");

    [Fact]
    public void Transitions_OfStates_KnowNoDatabase() => Check("^Portal\\.Compliance\\.Connections\\.Transitions$", "^Microsoft\\.");

    [Fact]
    public void Canonical_Text_KnowsNoDatabaseAndNoTenant() => Check(
        "^Portal\\.Platform\\.Text\\.", "^Microsoft\\.|^Portal\\.Platform\\.(Tenancy|AuditLog|Secrets)");

    [Fact]
    public void Mapping_OfAConnector_KnowsNoHttp() => Check("^Portal\\.Connectors\\..*Mapper$", "^System\\.Net\\.Http");

    [Fact]
    public void Pages_TouchNoContextAndNoHttpClient() => Check(
        "^Portal\\.Web\\.(Features|Components|Shell)\\.", "^Microsoft\\.EntityFrameworkCore|^System\\.Net\\.Http\\.HttpClient$|^Portal\\.Compliance\\.Data\\.");

    [Fact]
    public void Sdk_OfConnectors_KnowsNoConnector() => Check("^Portal\\.Connectors\\.Sdk\\.", "^Portal\\.Connectors\\.BambooHr");

    [Fact]
    public void Wall_ThatIsCrossed_IsSeen() => Assert.Contains(
        "Portal.Compliance.Data.DirectoryDbContext -> Microsoft.EntityFrameworkCore.DbContext",
        Crossing("^Portal\\.Compliance\\.Data\\.DirectoryDbContext$", "^Microsoft\\.EntityFrameworkCore"));

    private static void Check(string from, string to) => Rule.NobodyBreaks(Crossing(from, to));

    private static List<string> Crossing(string from, string to)
    {
        var subjects = Ours.Types.Where(t => System.Text.RegularExpressions.Regex.IsMatch(t.FullName, from)).ToList();
        Assert.True(subjects.Count > 0, $"Nothing is called {from}: the wall guards an empty place.");
        return [.. subjects.SelectMany(t => t.Dependencies
            .Where(d => System.Text.RegularExpressions.Regex.IsMatch(d.Target.FullName, to))
            .Select(d => $"{t.FullName} -> {d.Target.FullName}")).Distinct().Order(StringComparer.Ordinal)];
    }
}
