using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Retention;
using Portal.Compliance.Tests.Data.Triggers;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Retention;

/// <summary>What the database refuses at the purge door, to whoever asks.</summary>
public sealed class PurgeDoorTests
{
    [Theory, EveryEngine]
    public async Task Delete_WithoutAPermit_IsRefusedAlsoRightAfterAPurge(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await world.PurgeAsync();
        foreach (var table in new[] { "EvidencePayloads", "PopulationRows", "AuditDetails" })
        {
            await using var rows = world.Sync.Database.Rows(world.Sync.Acme);
            var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\""));
            Assert.Contains(TriggerText.NoDelete(table), refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryEngine]
    public async Task Record_UnderAnOpenPermit_LetsThatEvidenceGoAndNoOther(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await using var open = await OpenAsync(world);
        await open.RecordAsync(await world.OldAsync());

        Assert.Equal(1, await open.Rows.Set<EvidencePayload>().Where(p => p.EvidenceId == open.Evidence).ExecuteDeleteAsync());
        await Assert.ThrowsAnyAsync<DbException>(() => open.Rows.Set<EvidencePayload>().ExecuteDeleteAsync());
    }

    [Theory, EveryEngine]
    public async Task Record_EvidenceThatIsNotDue_IsRefused(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        var young = await world.Sync.ReadAsync(db => db.Set<EvidenceRecord>().OrderByDescending(e => e.FirstObservedAt).Select(e => e.Id).FirstAsync());
        await RefusedAsync(world, young);
    }

    [Theory, EveryEngine]
    public async Task Record_FrozenEvidence_IsRefused(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await world.FreezeAsync(await world.OldAsync(), world.Sync.Now.AddDays(1));
        await RefusedAsync(world, await world.OldAsync());
    }

    [Theory, EveryEngine]
    public async Task Record_PermitYoungerThanItsRule_IsRefused(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await RefusedAsync(world, await world.OldAsync(), cutOff: world.Sync.Now.AddYears(-5));
        await RefusedAsync(world, await world.OldAsync(), months: 13);
    }

    [Theory, EveryEngine]
    public async Task Record_PermitThatNoEntryAnnounces_IsRefused(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await RefusedAsync(world, await world.OldAsync(), announce: AuditAction.EvidencePurged);
    }

    [Theory, EveryEngine]
    public async Task Record_PermitOfAnEarlierPurge_IsRefused(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await world.PurgeAsync();
        await world.PassAsync(days: 8 * 366);
        await using var rows = world.Sync.Database.Rows(world.Sync.Acme);
        var permit = await rows.Set<PurgePermit>().OrderBy(p => p.Sequence).FirstAsync();
        rows.Add(new EvidencePurge
        {
            OrganizationId = permit.OrganizationId,
            EvidenceId = await world.Sync.ReadAsync(db => db.Set<EvidencePayload>().Select(p => p.EvidenceId).FirstAsync()),
            PermitId = permit.Id,
            Members = 0,
        });

        var refused = await Assert.ThrowsAnyAsync<DbUpdateException>(() => rows.SaveChangesAsync());
        Assert.Contains(TriggerText.OnlyDue, refused.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory, EveryEngine]
    public async Task Delete_OfAnotherOrganization_IsRefusedWhileAPermitIsOpen(DatabaseEngine engine)
    {
        await using var world = await RetentionWorld.CreateAsync(engine);
        await using (var globex = world.Sync.System(world.Sync.Database.Globex))
        {
            await using var work = await globex.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
            work.Audit(AuditAction.SyncRequested, "connection", "theirs");
            await work.CommitAsync(CancellationToken.None);
        }

        await using var open = await OpenAsync(world, what: PurgeTarget.AuditDetails);
        Assert.Equal(1, await open.Rows.Set<AuditDetail>().Where(d => d.Sequence == 0).ExecuteDeleteAsync());

        // Past the tenant filter. Servers do not even show the row.
        if (engine != DatabaseEngine.Sqlite)
        {
            Assert.Equal(0, await open.Rows.Database.ExecuteSqlRawAsync("DELETE FROM \"AuditDetails\" WHERE \"Sequence\" = 0"));
            return;
        }

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => open.Rows.Database.ExecuteSqlRawAsync("DELETE FROM \"AuditDetails\" WHERE \"Sequence\" = 0"));
        Assert.Contains(TriggerText.NoDelete("AuditDetails"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purge_ThatDiesBetweenRecordAndCommit_LeavesNothingHalf()
    {
        await using var world = await RetentionWorld.CreateAsync();
        var before = await world.Sync.AuditAsync();
        await using (var open = await OpenAsync(world))
        {
            await open.RecordAsync(await world.OldAsync());
            await open.Rows.Set<EvidencePayload>().Where(p => p.EvidenceId == open.Evidence).ExecuteDeleteAsync();
        }

        Assert.Equal(before, await world.Sync.AuditAsync());
        Assert.Equal(0, await world.Sync.ReadAsync(db => db.Set<EvidencePurge>().CountAsync()));
        Assert.Equal(1, (await world.PurgeAsync()).Evidence);
    }

    private static async Task RefusedAsync(
        RetentionWorld world, Guid evidence, DateTimeOffset? cutOff = null, int months = 84, AuditAction announce = AuditAction.PurgePermitted)
    {
        await using var open = await OpenAsync(world, cutOff, months, announce);
        var refused = await Assert.ThrowsAnyAsync<DbUpdateException>(() => open.RecordAsync(evidence));
        Assert.Contains(TriggerText.OnlyDue, refused.InnerException!.Message, StringComparison.Ordinal);
    }

    private static async Task<OpenDoor> OpenAsync(
        RetentionWorld world, DateTimeOffset? cutOff = null, int months = 84, AuditAction announce = AuditAction.PurgePermitted,
        PurgeTarget what = PurgeTarget.Evidence)
    {
        var scope = world.Sync.System();
        var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        var permit = new PurgePermit
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            What = what,
            Sequence = await work.Db.Set<AuditEntry>().CountAsync(),
            Months = months,
            CutOff = cutOff ?? work.Now.AddMonths(-84),
            FirstSequence = 0,
            LastSequence = 1_000,
        };
        work.Audit(announce, "purge", permit.Id);
        await using var bulk = new Compliance.Data.Unfiltered.BulkWriter(work.Db);
        await work.AppendAuditAsync(bulk, CancellationToken.None);
        work.Db.Add(permit);
        await work.Db.SaveChangesAsync();
        return new OpenDoor(scope, work, permit);
    }

    /// <summary>A purge's transaction with its permit open; never committed.</summary>
    private sealed class OpenDoor(TestScope scope, TenantWork work, PurgePermit permit) : IAsyncDisposable
    {
        public PortalDbContext Rows => work.Db;

        public Guid Evidence { get; private set; }

        public async Task RecordAsync(Guid evidence)
        {
            Evidence = evidence;
            Rows.Add(new EvidencePurge { OrganizationId = permit.OrganizationId, EvidenceId = evidence, PermitId = permit.Id, Members = 0 });
            await Rows.SaveChangesAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await work.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
