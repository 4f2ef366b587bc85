using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Alerts;

public sealed class AlertAnswerTests
{
    [Fact]
    public async Task Acknowledge_SaysWhoAndWhen_AndLeavesItOpen()
    {
        await using var world = await SyncWorld.CreateAsync();
        var alert = await StaleAsync(world);
        await using var scope = world.Enter(Role.ComplianceManager);

        Assert.True((await scope.Get<AcknowledgeAlert>().ExecuteAsync(alert)).IsOk);

        var seen = Assert.Single((await scope.Get<ListAlerts>().ExecuteAsync(new AlertFilter(), 0, 10)).Items);
        Assert.Equal((AlertState.Open, "Ada Admin", world.Now), (seen.State, seen.AcknowledgedBy, seen.AcknowledgedAt));
        Assert.Single(await scope.Get<ActiveBanners>().ExecuteAsync());
        Assert.Equal("alert.acknowledged", (await world.AuditAsync())[^1]);
    }

    [Fact]
    public async Task Snooze_HidesTheBannerUntilThen_AndLeavesItOpen()
    {
        await using var world = await SyncWorld.CreateAsync();
        var alert = await StaleAsync(world);
        await using var scope = world.Enter();
        var until = world.Now.AddHours(4);

        Assert.True((await scope.Get<SnoozeAlert>().ExecuteAsync(alert, until)).IsOk);

        Assert.Empty(await scope.Get<ActiveBanners>().ExecuteAsync());
        Assert.Equal(1, (await scope.Get<ListAlerts>().ExecuteAsync(new AlertFilter(), 0, 10)).Total);
        world.Database.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Single(await scope.Get<ActiveBanners>().ExecuteAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7 * 24 + 1)]
    public async Task Snooze_OutOfRange_IsRefused(int hours)
    {
        await using var world = await SyncWorld.CreateAsync();
        var alert = await StaleAsync(world);
        await using var scope = world.Enter();

        Assert.Equal("snooze_out_of_range", (await scope.Get<SnoozeAlert>().ExecuteAsync(alert, world.Now.AddHours(hours))).Problem!.Code);
    }

    [Fact]
    public async Task Assign_OnlyToMembers()
    {
        await using var world = await SyncWorld.CreateAsync();
        var alert = await StaleAsync(world);
        var (member, stranger) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var directory = world.Database.Directory())
        {
            directory.Add(new Person { Id = member, Issuer = "i", Subject = "m", DisplayName = "Casey", CreatedAt = world.Now });
            directory.Add(new Person { Id = stranger, Issuer = "i", Subject = "s", DisplayName = "Stranger", CreatedAt = world.Now });
            directory.Add(new Membership { OrganizationId = world.Acme.OrganizationId, PersonId = member, Name = "Casey", Role = Role.ComplianceManager, CreatedAt = world.Now });
            directory.Add(new Membership { OrganizationId = world.Database.Globex.OrganizationId, PersonId = stranger, Name = "Stranger", Role = Role.Admin, CreatedAt = world.Now });
            await directory.SaveChangesAsync();
        }

        await using var scope = world.Enter();
        Assert.True((await scope.Get<AssignAlert>().ExecuteAsync(alert, member)).IsOk);
        Assert.Equal("person_unknown", (await scope.Get<AssignAlert>().ExecuteAsync(alert, stranger)).Problem!.Code);
        await using var casey = world.Database.Enter(world.Acme, Actor.Person(member, "Casey", Role.ComplianceManager));
        Assert.Equal("Casey", Assert.Single((await casey.Get<ListAlerts>().ExecuteAsync(new AlertFilter(MineOnly: true), 0, 10)).Items).OwnerName);
        Assert.Equal(0, (await scope.Get<ListAlerts>().ExecuteAsync(new AlertFilter(MineOnly: true), 0, 10)).Total);
    }

    [Fact]
    public async Task Answer_ResolvedOrUnknownAlert_IsRefused()
    {
        await using var world = await SyncWorld.CreateAsync();
        var alert = await StaleAsync(world);
        await world.SyncAsync((await world.AlertsAsync()).Single().ConnectionId);
        await using var scope = world.Enter();

        Assert.Equal("alert_resolved", (await scope.Get<AcknowledgeAlert>().ExecuteAsync(alert)).Problem!.Code);
        Assert.Equal("alert_unknown", (await scope.Get<AcknowledgeAlert>().ExecuteAsync(Guid.NewGuid())).Problem!.Code);
        Assert.Equal(0, (await scope.Get<ListAlerts>().ExecuteAsync(new AlertFilter(), 0, 10)).Total);
        Assert.Equal(1, (await scope.Get<ListAlerts>().ExecuteAsync(new AlertFilter(AlertState.Resolved), 0, 10)).Total);
    }

    private static async Task<Guid> StaleAsync(SyncWorld world)
    {
        var id = await world.ConnectAndSyncAsync();
        world.Database.Clock.Advance(TimeSpan.FromHours(49));
        await using var scope = world.System();
        await scope.Get<MarkStale>().ExecuteAsync(id, CancellationToken.None);
        return (await world.AlertsAsync()).Single().Id;
    }
}
