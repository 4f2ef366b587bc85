using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;

namespace Portal.Web.Tests.Features.Connections;

public sealed class ConnectionsPageTests
{
    [Theory]
    [InlineData(Role.ComplianceManager, "Connect a system of record and the first evidence is here within a minute.", 1)]
    [InlineData(Role.Auditor, "A compliance manager of this organization connects systems of record; what they collect appears here.", 0)]
    public async Task Open_NothingConnected_SaysWhoDoesWhatNext(Role role, string text, int links)
    {
        await using var world = await PageWorld.OpenAsync(role);

        var page = world.Open<ConnectionsPage>("connections");

        Assert.Equal((text, links), (page.Find(".p-empty .p-soft").TextContent, page.FindAll("a[href='/o/acme/catalog']").Count));
    }

    [Fact]
    public async Task Open_RevokedOnes_AreKeptApartAndReadable()
    {
        await using var world = await PageWorld.OpenAsync();
        var gone = (await world.ConnectAsync()).ConnectionId;
        var live = (await world.ConnectAsync("other")).ConnectionId;
        Assert.True((await world.As(Role.Admin, s => s.GetRequiredService<RevokeConnection>().ExecuteAsync(gone, "Scripted", "Moving away"))).IsOk);

        Assert.Equal(($"/o/acme/connections/{live}", "Live (1)|Revoked (1)|All (2)"), Shown(world, "connections"));
        Assert.Equal($"/o/acme/connections/{gone}", Shown(world, "connections?show=revoked").Links);
        Assert.Equal($"/o/acme/connections/{live} /o/acme/connections/{gone}", Shown(world, "connections?show=all").Links);
        Assert.Equal($"/o/acme/connections/{live}", Shown(world, "connections?show=7").Links);
    }

    [Fact]
    public async Task Open_AndSomethingChanges_FollowsWithoutReload()
    {
        await using var world = await PageWorld.OpenAsync(Role.Auditor);
        var id = (await world.ConnectAsync()).ConnectionId;
        var page = world.Open<ConnectionsPage>("connections");
        var before = page.Find(".p-chip").TextContent;

        await world.As(Role.Admin, s => s.GetRequiredService<PauseConnection>().ExecuteAsync(id));

        await page.WaitForAssertionAsync(() => Assert.Equal("Paused", page.Find(".p-chip").TextContent));
        Assert.Equal("Active", before);
    }

    private static (string Links, string Tabs) Shown(PageWorld world, string path)
    {
        var page = world.Open<ConnectionsPage>(path);
        return (string.Join(' ', page.FindAll("article h2 a").Select(a => a.GetAttribute("href"))), string.Join('|', page.FindAll(".p-tab").Select(t => t.TextContent)));
    }
}
