using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Features.Connections;

public sealed class ConnectionPageTests
{
    [Theory]
    [InlineData(Role.Admin, "Sync now|Pause|Replace key", "Health|Runs|Timeline|Settings|Danger zone")]
    [InlineData(Role.ComplianceManager, "Sync now|Pause|Replace key", "Health|Runs|Timeline|Settings")]
    [InlineData(Role.Auditor, "", "Health|Runs|Timeline|Settings")]
    public async Task Open_ActiveConnection_OffersWhatTheRoleMayDo(Role role, string actions, string tabs)
    {
        await using var world = await PageWorld.OpenAsync(role);

        var page = Open(world, (await world.RunFirstSyncAsync()).ConnectionId);

        Assert.Equal((actions, tabs), (Actions(page), string.Join('|', page.FindAll(".p-tab").Select(t => t.TextContent))));
    }

    [Fact]
    public async Task Pause_AndResume_ChangeWhatIsOfferedAtOnce()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var page = Open(world, (await world.RunFirstSyncAsync()).ConnectionId);

        page.FindAll("button").Single(b => b.TextContent == "Pause").Click();
        await page.WaitForAssertionAsync(() => Assert.Equal("Resume|Replace key", Actions(page)));
        page.FindAll("button").Single(b => b.TextContent == "Resume").Click();

        // Resuming starts a sync at once.
        await page.WaitForAssertionAsync(() => Assert.Equal("Open the running sync|Pause|Replace key", Actions(page)));
    }

    [Fact]
    public async Task Open_DangerZoneByAddress_StaysClosedForWhoMayNotRevoke()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var id = (await world.ConnectAsync()).ConnectionId;

        var page = Open(world, id, "?view=danger");

        Assert.Equal("Health", page.Find(".p-tab[aria-current=page]").TextContent);
        Assert.Empty(page.FindAll("#danger"));
    }

    [Fact]
    public async Task Open_Stale_SaysSinceWhenAndKeepsTheOldEvidenceVisible()
    {
        await using var world = await PageWorld.OpenAsync(Role.Auditor);
        var id = (await world.RunFirstSyncAsync()).ConnectionId;
        world.Clock.Advance(TimeSpan.FromDays(3));

        var page = Open(world, id);

        Assert.Equal(["Active", "Stale"], page.FindAll(".p-page-header .p-chip").Select(c => c.TextContent));
        Assert.Equal("4 Mar 2026, 09:00 UTC · 1 d ago", Fact(page, "Stale since"));
        Assert.Equal("2 Mar 2026, 09:00 UTC · 3 d ago", Fact(page, "Last accepted evidence"));
        Assert.Equal("Syncs daily; counts as due soon 2 hours later, and as stale 2 days after the last accepted evidence", Fact(page, "Rule"));
    }

    [Fact]
    public async Task Save_BadSetting_SaysSoAtTheField()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var page = Open(world, (await world.ConnectAsync()).ConnectionId, "?view=settings");

        page.Find("#setting-threshold").Change("many");
        page.Find("form").Submit();

        await page.WaitForAssertionAsync(() => Assert.StartsWith("Give a number.", page.Find("#setting-threshold-error").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", page.Find("#setting-threshold").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Save_GoodSetting_IsThereWhenOpenedAgain()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var id = (await world.ConnectAsync()).ConnectionId;
        var page = Open(world, id, "?view=settings");

        page.Find("#setting-threshold").Change("90");
        page.Find("form").Submit();
        await page.WaitForAssertionAsync(() => Assert.Equal("Settings saved. They count from the next sync on.", page.Find("form [role=status]").TextContent));

        var detail = await world.As(Role.Auditor, s => s.GetRequiredService<ViewConnection>().ExecuteAsync(id));
        Assert.Equal("90", detail!.Settings["threshold"]);
    }

    [Fact]
    public async Task Open_UnknownId_IsNotFound()
    {
        await using var world = await PageWorld.OpenAsync();

        Open(world, Guid.NewGuid()).FindComponent<NotFoundContent>();
    }

    private static IRenderedComponent<ConnectionPage> Open(PageWorld world, Guid id, string query = "") =>
        world.Open<ConnectionPage>($"connections/{id}{query}", p => p.Add(c => c.Id, id));

    private static string Actions(IRenderedComponent<ConnectionPage> page) =>
        string.Join('|', page.FindAll(".p-page-header-actions :is(a, button)").Select(a => a.TextContent.Trim()));

    private static string Fact(IRenderedComponent<ConnectionPage> page, string label) =>
        page.FindAll(".p-fact").Single(f => f.QuerySelector("dt")!.TextContent == label).QuerySelector("dd")!.TextContent.Trim();
}
