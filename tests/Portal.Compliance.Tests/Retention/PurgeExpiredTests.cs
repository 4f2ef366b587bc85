using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Retention;

public sealed class PurgeExpiredTests
{
    [Theory, EveryEngine]
    public async Task Purge_WhatIsDue_GoesAndEverythingElseStands(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        var old = await world.OldAsync();
        var before = await ViewAsync(world, old);
        Assert.NotNull(before.Preimage);
        var observations = await world.Sync.ReadAsync(db => db.Set<Observation>().CountAsync());
        var payloads = await world.PayloadsAsync();

        var outcome = await world.PurgeAsync();

        Assert.Equal((1, 3), (outcome.Evidence, outcome.Members));
        Assert.Equal(payloads - 1, await world.PayloadsAsync());
        Assert.Equal(0, await world.Sync.ReadAsync(db => db.Set<PopulationRow>().CountAsync(p => p.EvidenceId == old)));
        Assert.Equal(observations, await world.Sync.ReadAsync(db => db.Set<Observation>().CountAsync()));
        var after = await ViewAsync(world, old);
        Assert.Null(after.Preimage);
        Assert.Equal((before.Row.Fingerprint, before.Row.Result), (after.Row.Fingerprint, after.Row.Result));
        Assert.Equal((84, 3, world.Sync.Now), (after.Purge!.Months, after.Purge.Members, after.Purge.At));
        Assert.Equal(new PurgeOutcome(0, 0, 0, 0), await world.PurgeAsync());
    }

    [Fact]
    public async Task Purge_Details_LogStaysIntactAndNamesTheRule()
    {
        await using var world = await RetentionWorld.CreateAsync();
        var outcome = await world.PurgeAsync();
        Assert.True(outcome.AuditDetails > 3);

        await using var scope = world.Sync.Enter();
        var report = await scope.Get<VerifyAuditLog>().ExecuteAsync();

        Assert.Null(report.FirstFault);
        Assert.Equal(outcome.AuditDetails, report.PurgedDetails);
        Assert.Equal([84], report.PurgedMonths);
        using var csv = new MemoryStream();
        await scope.Get<ExportAuditLog>().ExecuteAsync(new AuditFilter(), csv);
        Assert.Contains("audit_log.details_purged", Encoding.UTF8.GetString(csv.ToArray()), StringComparison.Ordinal);
        Assert.Equal(["retention.purge_permitted", "evidence.purged", "retention.purge_permitted", "audit_log.details_purged"],
            (await world.Sync.AuditAsync()).Where(a => a.Contains("purge", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_DetailGoneThatNoPurgeTook_IsAFault()
    {
        await using var world = await RetentionWorld.CreateAsync();
        await world.PurgeAsync();
        await using var rows = world.Sync.Database.Rows(world.Sync.Acme);
        var last = await rows.Set<AuditDetail>()
            .Where(d => rows.Set<AuditEntry>().Any(e => e.Sequence == d.Sequence && !PurgedDetails.Kept.Contains(e.Action))).MaxAsync(d => d.Sequence);
        await rows.Database.ExecuteSqlRawAsync("DROP TRIGGER \"TR_AuditDetails_OnlyPurged\"");
        await rows.Database.ExecuteSqlRawAsync("DELETE FROM \"AuditDetails\" WHERE \"Sequence\" = {0}", last);

        await using var scope = world.Sync.Enter();
        var fault = (await scope.Get<VerifyAuditLog>().ExecuteAsync()).FirstFault;

        Assert.Equal((AuditFaultKind.DetailMissing, last), (fault?.Kind, fault?.Sequence));
    }

    [Fact]
    public async Task Purge_CoverageOfAPastInstant_IsTheSameBeforeAndAfter()
    {
        await using var world = await RetentionWorld.CreateAsync();
        var then = TestDatabase.Start.AddDays(1);
        await using var scope = world.Sync.Enter();
        var before = System.Text.Json.JsonSerializer.Serialize(await scope.Get<ViewCoverage>().ExecuteAsync(then));

        Assert.Equal(1, (await world.PurgeAsync()).Evidence);

        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(await scope.Get<ViewCoverage>().ExecuteAsync(then)));
    }

    [Fact]
    public async Task Purge_ByAnAdminWhoseSignInIsOld_IsRefusedAndPurgesNothing()
    {
        await using var world = await RetentionWorld.CreateAsync();
        await using var scope = world.Sync.Enter();
        var payloads = await world.PayloadsAsync();
        await world.PassAsync(days: 1);

        Assert.Equal(SignInProof.Missing, (await scope.Get<PurgeExpired>().ExecuteAsync()).Problem);
        Assert.Equal(payloads, await world.PayloadsAsync());
    }

    [Fact]
    public async Task Purge_FrozenEvidence_IsHeldUntilItsFreezeEnds()
    {
        await using var world = await RetentionWorld.CreateAsync();
        var old = await world.OldAsync();
        await world.FreezeAsync(old, world.Sync.Now.AddDays(10));
        await using (var scope = world.Sync.Enter())
        {
            var due = (await scope.Get<ViewRetention>().ExecuteAsync()).Due;
            Assert.Equal((0, 1), (due.Evidence.Count, due.Held));
        }

        Assert.Equal(0, (await world.PurgeAsync()).Evidence);
        Assert.Equal("SOC 2, 2026", Assert.Single((await ViewAsync(world, old)).Freezes).Label);
        await world.PassAsync(days: 10);
        Assert.Equal(1, (await world.PurgeAsync()).Evidence);
    }

    [Fact]
    public async Task Purge_ShorterTerms_WaitForTheGracePeriod()
    {
        await using var world = await RetentionWorld.CreateAsync();
        await world.PurgeAsync();
        await world.PassAsync(days: 420);
        await using (var scope = world.Sync.Enter())
        {
            Assert.True((await scope.Get<ChangeRetention>().ExecuteAsync(new(13, 84), "less is more")).IsOk);
        }

        await world.PassAsync(days: 29);
        Assert.Equal(0, (await world.PurgeAsync()).Evidence);
        await world.PassAsync(days: 1);
        Assert.Equal(2, (await world.PurgeAsync()).Evidence);
    }

    [Fact]
    public async Task Sync_FindsAgainWhatWasPurged_GetsItsPayloadBack()
    {
        await using var world = await RetentionWorld.CreateAsync();
        var old = await world.OldAsync();
        await world.PurgeAsync();
        await world.PassAsync(days: 1);

        await world.SeeAsync(people: 3);

        var again = await ViewAsync(world, old);
        Assert.NotNull(again.Preimage);
        Assert.Equal((null, 3), (again.Purge, again.PopulationCount));
        await world.Sync.AssertLogHoldsAsync();
    }

    private static async Task<EvidenceDetail> ViewAsync(RetentionWorld world, Guid id)
    {
        await using var scope = world.Sync.Enter();
        return (await scope.Get<ViewEvidence>().ExecuteAsync(id))!;
    }

    /// <summary>The log was read before the purge, the evidence is read after it: they never disagreed.</summary>
    [Fact]
    public async Task Verify_WhileAPurgeCommits_FindsNoFault()
    {
        await using var world = await RetentionWorld.CreateAsync();
        await using var scope = world.Sync.Enter(Role.Auditor);
        var purge = new PurgeOnce(world);
        var report = await scope.Get<VerifyAuditLog>().ExecuteAsync(purge);
        Assert.NotEqual(0, purge.Purged);
        Assert.Null(report.FirstFault);
    }

    private sealed class PurgeOnce(RetentionWorld world) : IProgress<long>
    {
        public int Purged { get; private set; }

        public void Report(long value)
        {
            if (Purged == 0)
            {
                Purged = world.PurgeAsync().GetAwaiter().GetResult().Evidence;
            }
        }
    }
}
