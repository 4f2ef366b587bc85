using System.Globalization;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class ReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Portal.Simulator", "README.md"));

    [Fact]
    public void Readme_KeyTable_IsTheCodesTable() => Assert.Equal(
        MagicKeys.All.Select(magic => $"| {magic.Name} | `{magic.Key}` | {magic.Effect} |"),
        Lines.SkipWhile(line => line != "| name | key | effect |").Skip(2).TakeWhile(line => line.StartsWith('|')));

    [Fact]
    public void Readme_CompanyTable_NamesEveryCompanyItsPositionsAndItsKey() => Assert.Equal(
        Companies.All.Select(company => string.Create(CultureInfo.InvariantCulture, $"| `{company.Name}` | {company.Headcount:N0} | `{Companies.KeyOf(company.Name)}` |")),
        Lines.SkipWhile(line => !line.StartsWith("| company |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => string.Join('|', line.Split('|').Take(4)) + "|"));
}
