using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Text;
using Portal.Web.Features.Catalog;
using Portal.Web.Shell;
using Portal.Web.Tests.Features.Connections;

namespace Portal.Web.Tests.Features.Catalog;

public sealed class ConnectorPageTests
{
    [Fact]
    public async Task Open_EveryConnector_ShowsEverythingItsManifestSays()
    {
        await using var world = await PageWorld.OpenAsync();
        foreach (var manifest in world.Services.GetRequiredService<Portal.Connectors.Catalog>().Connectors.Select(c => c.Manifest))
        {
            var page = Open(world, manifest.Id);

            Assert.Equal(manifest.EvidenceKinds.Select(k => k.Title), page.FindAll("article h3").Select(h => h.TextContent));
            Assert.Equal(
                manifest.EvidenceKinds.SelectMany(k => k.Controls.OrderBy(c => c.Relation)).Select(Link),
                page.FindAll("article dd a").Select(a => a.GetAttribute("href")));
            Assert.Equal(manifest.HowToConnect, page.FindAll("section[aria-labelledby=how] ol li").Select(l => l.TextContent));
            Assert.Equal(manifest.LeastPrivilege, page.FindAll("section[aria-labelledby=how] ul li").Select(l => l.TextContent));
            Assert.Equal(manifest.Reads.Select(r => (r.Endpoint, string.Join(", ", r.Fields), r.Why)), page.FindAll("section[aria-labelledby=reads] tbody tr")
                .Select(r => (r.Children[0].TextContent, r.Children[1].TextContent, r.Children[2].TextContent)));
            Assert.Equal(manifest.NeverReads, page.FindAll("section[aria-labelledby=reads] ul li").Select(l => l.TextContent));
            Assert.Equal(
                ["API key", $"Syncs {Durations.Cadence(manifest.Cadence)}", $"{Durations.Amount(manifest.StaleAfter)} without a sync", "Human resources",
                    string.Join(", ", manifest.Hosts.Select(host => InWords(host, manifest))), manifest.Version],
                page.FindAll("section[aria-labelledby=facts] dd").Select(d => d.TextContent));
            var security = page.FindAll("section[aria-labelledby=security] li");
            Assert.Equal(6, security.Count);
            Assert.Equal(
                $"If nothing was collected for {Durations.Amount(manifest.StaleAfter)}, the evidence turns stale, the coverage of its controls falls by itself and an alert is raised.",
                security[4].QuerySelector("p")!.TextContent);
        }
    }

    [Theory]
    [InlineData(Role.Admin, 2)]
    [InlineData(Role.ComplianceManager, 2)]
    [InlineData(Role.Auditor, 0)]
    public async Task Open_OffersToConnectOnlyToWhoMay(Role role, int links)
    {
        await using var world = await PageWorld.OpenAsync(role);

        var page = Open(world, "bamboohr");

        Assert.Equal(links, page.FindAll("a[href='/o/acme/connect/bamboohr']").Count);
    }

    [Fact]
    public async Task Open_UnknownConnector_IsNotFound()
    {
        await using var world = await PageWorld.OpenAsync();

        Open(world, "nobody").FindComponent<NotFoundContent>();
    }

    [Theory]
    [InlineData(Role.ComplianceManager, "catalog", 0)]
    [InlineData(Role.Auditor, "settings/integrations", 1)]
    public async Task Catalogue_ListsEveryConnectorWithItsLiveConnections(Role role, string path, int tabs)
    {
        await using var world = await PageWorld.OpenAsync(role);
        await world.ConnectAsync();
        await world.ConnectAsync("other");

        var page = world.Open<CatalogPage>(path);

        Assert.Equal(["BambooHR", "Scripted"], page.FindAll("h2").Select(h => h.TextContent).Order(StringComparer.Ordinal));
        Assert.Equal("2 live connections", page.Find("a[href='/o/acme/connections']").TextContent);
        Assert.Equal(role is Role.Auditor ? 0 : 2, page.FindAll("a[href^='/o/acme/connect/']").Count);
        Assert.Equal(tabs, page.FindAll(".p-tabs").Count);
    }

    private static IRenderedComponent<ConnectorPage> Open(PageWorld world, string connector) =>
        world.Open<ConnectorPage>($"catalog/{connector}", p => p.Add(c => c.Connector, connector));

    private static string Link(ControlLink link) => $"/o/acme/frameworks/{link.Framework}/{Uri.EscapeDataString(link.Control)}";

    /// <summary>"‹your subdomain›.bamboohr.com" for "{subdomain}.bamboohr.com".</summary>
    private static string InWords(string host, Portal.Connectors.Sdk.ConnectorManifest manifest) => manifest.Fields.Aggregate(
        host, (words, field) => words.Replace($"{{{field.Key}}}", $"‹your {field.Label.ToLowerInvariant()}›", StringComparison.Ordinal));
}
