using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Compliance.Tests.Frameworks;

public sealed class FrameworkCatalogTests
{
    [Theory]
    [InlineData("soc2", 33)]
    [InlineData("iso27001", 93)]
    [InlineData("nist80053", 40)]
    [InlineData("csf2", 40)]
    [InlineData("hipaa", 31)]
    public void Framework_EachShipped_HasItsControlsWithDistinctIdsAndTitles(string id, int controls)
    {
        var framework = FrameworkCatalog.Shipped.Find(id)!;

        Assert.Equal(controls, framework.ControlCount);
        Assert.Equal(controls, framework.Controls.Select(c => c.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(framework.Controls, c => Assert.Matches("^[^\\s/?#%&]+$", c.Id));
        Assert.All(framework.Controls, c => Assert.InRange(c.Title.Length, 8, 80));
        Assert.All(framework.Controls, c => Assert.Equal(c, FrameworkCatalog.Shipped.Find(id, c.Id)));
        Assert.Equal(Enumerable.Range(0, controls), framework.Controls.Select(c => framework.OrdinalOf(c.Id)));
        Assert.NotEqual("", framework.About);
    }

    [Fact]
    public void Soc2_CommonCriteria_AreCompleteByTheirNumbers()
    {
        int[] perSeries = [5, 3, 4, 2, 3, 8, 5, 1, 2];
        var expected = perSeries.SelectMany((count, series) => Enumerable.Range(1, count).Select(n => $"CC{series + 1}.{n}"));

        Assert.Equal(expected, FrameworkCatalog.Shipped.Find("soc2")!.Controls.Select(c => c.Id));
    }

    [Fact]
    public void Iso27001_AnnexA_IsCompleteByItsNumbers()
    {
        (int Theme, int Count)[] themes = [(5, 37), (6, 8), (7, 14), (8, 34)];
        var expected = themes.SelectMany(t => Enumerable.Range(1, t.Count).Select(n => $"A.{t.Theme}.{n}"));

        Assert.Equal(expected, FrameworkCatalog.Shipped.Find("iso27001")!.Controls.Select(c => c.Id));
    }

    [Fact]
    public void EveryConnector_EveryControlLink_NamesAControlThatIsShipped()
    {
        var links = Connectors().SelectMany(c => c.Manifest.EvidenceKinds).SelectMany(k => k.Controls).ToList();

        Assert.NotEmpty(links);
        Assert.All(links, l => Assert.NotNull(FrameworkCatalog.Shipped.Find(l.Framework, l.Control)));
    }

    [Fact]
    public void EveryConnector_Durations_AreInTheOrderThatCoverageReadsThem() =>
        Assert.All(Connectors(), c => Assert.True(
            TimeSpan.Zero < c.Manifest.Cadence && TimeSpan.Zero <= c.Manifest.Grace && c.Manifest.Cadence + c.Manifest.Grace < c.Manifest.StaleAfter));

    private static IReadOnlyCollection<Portal.Connectors.Sdk.IConnector> Connectors()
    {
        using var services = new ServiceCollection().AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: true).BuildServiceProvider();
        return services.GetRequiredService<Catalog>().Connectors;
    }
}
