using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;
using Portal.Web.Features.Connect;
using Portal.Web.Shell;
using Portal.Web.Tests.Features.Connections;

namespace Portal.Web.Tests.Features.Connect;

public sealed class ReplaceKeyPageTests
{
    [Fact]
    public async Task Submit_GoodKey_KeepsTheConnectionAndItsHistoryAndSyncsAtOnce()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var connected = await world.RunFirstSyncAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));
        var refusedRun = await world.As(Role.Admin, s => s.GetRequiredService<RequestSync>().ExecuteAsync(connected.ConnectionId));
        await Assert.ThrowsAsync<ConnectorException>(() => world.RunSyncAsync(connected.ConnectionId, refusedRun.Value));
        var before = await ViewAsync(world, connected.ConnectionId);
        var page = Open(world, connected.ConnectionId, "other-good-key");

        await page.Find("form").SubmitAsync();

        var after = await ViewAsync(world, connected.ConnectionId);
        Assert.Equal((ConnectionState.NeedsReauth, ConnectionState.Active), (before.Summary.State, after.Summary.State));
        Assert.Equal((1, 2), (before.CredentialVersion, after.CredentialVersion));
        Assert.Equal((before.EvidenceCount, before.ObservationCount, 3), (after.EvidenceCount, after.ObservationCount, after.RunCount));
        Assert.Equal($"/o/acme/connections/{connected.ConnectionId}/runs/{after.Summary.ActiveRunId}", world.Address);
    }

    [Fact]
    public async Task Submit_RefusedKey_KeepsTheOldOneAndFocusesTheField()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var id = (await world.ConnectAsync()).ConnectionId;
        var page = Open(world, id, "wrong-key");

        await page.Find("form").SubmitAsync();

        Assert.Equal("KeyRejected", page.Find("[data-row]").GetAttribute("data-row"));
        Assert.Equal("Scripted did not accept this key", page.Find("#replace-key-error").TextContent);
        Assert.Equal(1, (await ViewAsync(world, id)).CredentialVersion);
    }

    [Fact]
    public async Task Submit_ForAConnectionRevokedMeanwhile_SaysWhatHappenedAndWhereToGo()
    {
        await using var world = await PageWorld.OpenAsync(Role.ComplianceManager);
        var id = (await world.ConnectAsync()).ConnectionId;
        var page = Open(world, id, "other-good-key");
        Assert.True((await world.As(Role.Admin, s => s.GetRequiredService<RevokeConnection>().ExecuteAsync(id, "Scripted", "Moving away"))).IsOk);

        await page.Find("form").SubmitAsync();

        var panel = page.Find("[data-row=NotPossible]");
        Assert.Contains("This connection was revoked.", panel.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("marked field", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/o/acme/connections/{id}", panel.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Open_RevokedConnection_OffersToConnectAgainInstead()
    {
        await using var world = await PageWorld.OpenAsync();
        var id = (await world.ConnectAsync()).ConnectionId;
        Assert.True((await world.As(Role.Admin, s => s.GetRequiredService<RevokeConnection>().ExecuteAsync(id, "Scripted", "Moving away"))).IsOk);

        var page = Open(world, id, "other-good-key");

        Assert.Empty(page.FindAll("form"));
        Assert.Equal("/o/acme/connect/scripted", page.Find(".p-note a").GetAttribute("href"));
    }

    [Fact]
    public async Task Open_AsAuditor_IsNotFound()
    {
        await using var world = await PageWorld.OpenAsync(Role.Auditor);

        Open(world, (await world.ConnectAsync()).ConnectionId, "x").FindComponent<NotFoundContent>();
    }

    private static IRenderedComponent<ReplaceKeyPage> Open(PageWorld world, Guid id, string key)
    {
        var field = world.JSInterop.SetupModule("./Features/Connect/KeyField.razor.js");
        field.Mode = JSRuntimeMode.Loose;
        field.Setup<string>("look", _ => true).SetResult("changed");
        field.Setup<byte[]>("read", _ => true).SetResult(Encoding.UTF8.GetBytes(key));
        return world.Open<ReplaceKeyPage>($"connections/{id}/replace-key", p => p.Add(c => c.Id, id));
    }

    private static async Task<ConnectionDetail> ViewAsync(PageWorld world, Guid id) =>
        (await world.As(Role.Auditor, s => s.GetRequiredService<ViewConnection>().ExecuteAsync(id)))!;
}
