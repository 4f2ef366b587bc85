using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Live;
using Portal.Connectors.Sdk;
using Portal.Platform.Time;
using Portal.Tests.Shared.Sync;
using ClockMoved = Portal.Compliance.Live.ClockMoved;

namespace Portal.Compliance.Tests.Connections;

public sealed class CatchUpTests
{
    [Fact]
    public async Task Jump_HealthyVendor_SyncsOnceAndIsNotStale()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        var heard = new List<OrganizationEvent>();
        using var listening = world.Events.Subscribe(world.Acme.OrganizationId, heard.Add);

        var now = await JumpAsync(world, TimeSpan.FromDays(3));

        Assert.Equal(2, (await world.ObservationsAsync(ScriptedConnector.People)).Count);
        Assert.Equal(now, (await world.ConnectionAsync(id)).LastAcceptedAsOf);
        Assert.Empty(await world.AlertsAsync());
        Assert.Equal(now, heard.OfType<ClockMoved>().Single().Now);
        Assert.IsType<ComplianceChanged>(heard[^1]);
    }

    [Fact]
    public async Task Jump_VendorDown_GoesStale()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.ProviderDown, 500));

        await JumpAsync(world, TimeSpan.FromDays(3));

        Assert.Equal([AlertCause.Stale], (await world.AlertsAsync()).Select(a => a.Cause));
        Assert.Equal(RunState.Queued, (await world.RunAsync((await world.ConnectionAsync(id)).LastRunId!.Value)).State);
    }

    [Fact]
    public async Task Jump_KeyRevoked_OpensOneAlertThatHoldsBoth()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.ConnectAndSyncAsync();
        var deadline = (await world.ConnectionAsync(id)).LastAcceptedAsOf + TimeSpan.FromHours(48);
        world.Connector.Collect = (_, _) => ScriptedConnector.Throws(ScriptedConnector.Refused(ConnectorErrorCode.KeyRejected, 401));

        await JumpAsync(world, TimeSpan.FromDays(3));

        var alert = Assert.Single(await world.AlertsAsync());
        Assert.Equal((AlertCause.KeyRefused, deadline), (alert.Cause, alert.StaleSince));
    }

    [Fact]
    public async Task Jump_SeveralConnections_InTheOrderTheyWereDue_EachOnce()
    {
        await using var world = await SyncWorld.CreateAsync();
        var due = new List<(string Account, DateTimeOffset At)>();
        foreach (var account in (string[])["a", "b", "c", "d"])
        {
            due.Add((account, (await world.ConnectionAsync(await world.ConnectAndSyncAsync(account))).NextDueAt));
        }

        var synced = new List<string>();
        world.Connector.Collect = (session, _) =>
        {
            synced.Add(session.Settings["account"]);
            return ScriptedConnector.Items(ScriptedConnector.DefaultRun());
        };
        await JumpAsync(world, TimeSpan.FromDays(2));
        await world.Database.Services.GetRequiredService<CatchUp>().RunAsync(world.Acme.OrganizationId);

        Assert.Equal(due.OrderBy(d => d.At).Select(d => d.Account), synced);
    }

    [Fact]
    public async Task Jump_ForAll_CoversEveryOrganization()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.ConnectAndSyncAsync();
        var heard = new List<Guid>();
        using var acme = world.Events.Subscribe(world.Acme.OrganizationId, e => AddIf(e, world.Acme.OrganizationId));
        using var globex = world.Events.Subscribe(world.Database.Globex.OrganizationId, e => AddIf(e, world.Database.Globex.OrganizationId));

        await world.Database.Services.GetRequiredService<CatchUp>().RunForAllAsync();

        Assert.Equal([world.Database.Globex.OrganizationId, world.Acme.OrganizationId], heard.Order());

        void AddIf(OrganizationEvent e, Guid organization)
        {
            if (e is ClockMoved)
            {
                heard.Add(organization);
            }
        }
    }

    private static async Task<DateTimeOffset> JumpAsync(SyncWorld world, TimeSpan by)
    {
        var clock = world.Database.Services.GetRequiredService<ProductClock>();
        clock.Advance(by);
        await world.Database.Services.GetRequiredService<CatchUp>().RunAsync(world.Acme.OrganizationId);
        return clock.GetUtcNow();
    }
}
