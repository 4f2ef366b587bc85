using Bunit;
using Portal.Platform.Authorization;
using Portal.Web.Features.Connections;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Features.Connections;

public sealed class RevokePageTests
{
    [Theory]
    [InlineData(Role.ComplianceManager)]
    [InlineData(Role.Auditor)]
    public async Task Open_NotAnAdmin_IsNotFound(Role role)
    {
        await using var world = await PageWorld.OpenAsync(role);

        var page = Open(world, (await world.ConnectAsync()).ConnectionId);

        page.FindComponent<NotFoundContent>();
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Open_Admin_CountsWhatIsKeptAndOffersLess()
    {
        await using var world = await PageWorld.OpenAsync();
        var connected = await world.RunFirstSyncAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var page = Open(world, connected.ConnectionId);

        Assert.Equal(["Runs: 1", "Evidence records: 2", "Observations: 2", "The whole timeline and audit log"],
            page.FindAll("section[aria-labelledby=kept] li").Select(l => l.TextContent));
        Assert.Equal(
            ["Fresh evidence for controls that need it: 2", "Coverage: 2 of 3 controls now, 0 of 3 from the moment you revoke"],
            page.FindAll("section[aria-labelledby=stops] li").SkipLast(1).TakeLast(2).Select(l => l.TextContent));
        Assert.EndsWith("when what it last said turns stale, 3 of 3 controls are uncovered", page.FindAll("section[aria-labelledby=stops] li")[^1].TextContent, StringComparison.Ordinal);
        Assert.Equal(["Pause", "Replace key"], page.FindAll("section[aria-labelledby=instead] :is(a, button)").Select(a => a.TextContent));
    }

    [Theory]
    [InlineData("", "Scripted", "Say why, in a few words.", "")]
    [InlineData("Moving", "scripted", "", "That is neither the name nor the account of this connection.")]
    [InlineData(" ", "", "Say why, in a few words.", "That is neither the name nor the account of this connection.")]
    public async Task Submit_ReasonOrNameMissing_RevokesNothing(string reason, string name, string reasonError, string nameError)
    {
        await using var world = await PageWorld.OpenAsync();
        var id = (await world.ConnectAsync()).ConnectionId;
        var page = Open(world, id);

        Fill(page, reason, name);

        Assert.Equal((reasonError, nameError), (page.Find("#revoke-reason-error").TextContent, page.Find("#revoke-name-error").TextContent));
        Assert.EndsWith("/revoke", world.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ReasonAndAccount_RevokesToo()
    {
        await using var world = await PageWorld.OpenAsync();
        var id = (await world.ConnectAsync()).ConnectionId;

        Fill(Open(world, id), "Moving away", PageWorld.Account);

        Assert.Equal($"/o/acme/connections/{id}/receipt", world.Address);
    }

    [Fact]
    public async Task Submit_ReasonAndName_EndsAtAReceiptThatAsksForTheVendorsKey()
    {
        await using var world = await PageWorld.OpenAsync();
        var id = (await world.RunFirstSyncAsync()).ConnectionId;

        Fill(Open(world, id), "Moving away", "Scripted");

        Assert.Equal($"/o/acme/connections/{id}/receipt", world.Address);
        var receipt = world.Open<ReceiptPage>($"connections/{id}/receipt", p => p.Add(c => c.Id, id));
        var facts = receipt.FindAll(".p-fact").ToDictionary(f => f.QuerySelector("dt")!.TextContent, f => f.QuerySelector("dd")!);
        Assert.Equal(("Ada Admin", "Moving away", PageWorld.Account), (facts["By"].TextContent, facts["Reason"].TextContent, facts["Account"].TextContent));
        Assert.Matches("^[0-9a-f]{64}$", facts["Stored key"].QuerySelector("code")!.TextContent);
        Assert.StartsWith("/o/acme/audit-log?entry=", facts["Audit log"].QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("Also delete the key in Scripted", receipt.Find("#vendor-key").TextContent);
    }

    [Fact]
    public async Task Confirm_VendorKeyDeleted_NeedsTheTickAndIsDatedOnTheReceipt()
    {
        await using var world = await PageWorld.OpenAsync();
        var id = (await world.ConnectAsync()).ConnectionId;
        Fill(Open(world, id), "Moving away", "Scripted");
        var receipt = world.Open<ReceiptPage>($"connections/{id}/receipt", p => p.Add(c => c.Id, id));
        void Confirm() => receipt.FindAll("button").Single(b => b.TextContent == "Confirm deletion").Click();

        Confirm();
        var withoutTick = receipt.Find("#vendor-key-error").TextContent;
        receipt.Find("input[type=checkbox]").Change(true);
        Confirm();

        Assert.Equal("Tick the box once the key is deleted there.", withoutTick);
        await receipt.WaitForAssertionAsync(() => Assert.Equal(
            "Deletion in Scripted confirmed 2 Mar 2026, 09:00 UTC.", receipt.Find("section[aria-labelledby=vendor-key] p").TextContent));
    }

    private static IRenderedComponent<RevokePage> Open(PageWorld world, Guid id) =>
        world.Open<RevokePage>($"connections/{id}/revoke", p => p.Add(c => c.Id, id));

    private static void Fill(IRenderedComponent<RevokePage> page, string reason, string name)
    {
        page.Find("#revoke-reason").Change(reason);
        page.Find("#revoke-name").Change(name);
        page.Find("form").Submit();
    }
}
