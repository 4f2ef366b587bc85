using Portal.Compliance.Retention;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Retention;

public sealed class ChangeRetentionTests
{
    [Theory]
    [InlineData(12, 84, "because", "retention_too_short", "evidence")]
    [InlineData(84, 12, "because", "retention_too_short", "auditDetails")]
    [InlineData(601, 84, "because", "retention_too_long", "evidence")]
    [InlineData(24, 24, " ", "reason_missing", "reason")]
    [InlineData(84, 84, "because", "retention_unchanged", "evidence")]
    public async Task ChangeRetention_SomethingWrong_SaysWhatAndChangesNothing(int evidence, int details, string reason, string code, string field)
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter();

        var refused = await scope.Get<ChangeRetention>().ExecuteAsync(new(evidence, details), reason);

        Assert.Equal((code, field), (refused.Problem?.Code, refused.Problem?.Field));
        Assert.DoesNotContain("retention.changed", await world.AuditAsync());
    }

    [Fact]
    public async Task ChangeRetention_Shorter_ShowsTheFirstPurgeDateAndIsAudited()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter();

        var from = await scope.Get<ChangeRetention>().ExecuteAsync(new(24, 84), "the board decided");

        Assert.Equal(world.Now.AddDays(30), from.Value);
        var view = await scope.Get<ViewRetention>().ExecuteAsync();
        Assert.Equal((new RetentionTerms(84, 84), from.Value), (view.Terms, view.Waiting!.PurgesFrom));
        Assert.Equal(from.Value.AddMonths(-24), view.Waiting.EvidenceDueBefore);
        Assert.Equal(world.Now.AddMonths(-84), view.EvidenceDueBefore);
        Assert.Equal("retention.changed", (await world.AuditAsync())[^1]);
    }

    [Fact]
    public async Task ChangeRetention_WithAnOldSignIn_MayOnlyKeepLonger()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter();
        world.Database.Clock.Advance(SignInProof.Usual + TimeSpan.FromSeconds(1));

        Assert.Equal(SignInProof.Missing, (await scope.Get<ChangeRetention>().ExecuteAsync(new(84, 24), "the board decided")).Problem);
        Assert.DoesNotContain("retention.changed", await world.AuditAsync());
        Assert.True((await scope.Get<ChangeRetention>().ExecuteAsync(new(96, 84), "the board decided")).IsOk);
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.ComplianceManager)]
    public async Task ChangeRetention_ByAnybodyButAnAdmin_IsForbidden(Role role)
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter(role);

        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<ChangeRetention>().ExecuteAsync(new(24, 84), "because"));
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<PurgeExpired>().ExecuteAsync());
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<FreezeEvidence>().ExecuteAsync(Guid.NewGuid(), "x", [], world.Now.AddDays(1)));
    }
}
