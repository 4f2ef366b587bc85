using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Evidence;
using Portal.Compliance.Retention;
using Portal.Compliance.Tests.Trail;
using Portal.Compliance.Tests.Trail.Checkpoints;
using Portal.Compliance.Trail;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Text;

namespace Portal.Compliance.Tests.Retention;

/// <summary>
/// Somebody with a hand on the database, triggers dropped, wants something gone to look purged. Only what the log itself tells of counts.
/// </summary>
public sealed class PurgeProofTests
{
    [Fact]
    public async Task Verify_AnyColumnOfAPurgesRowsFlipped_FindsIt()
    {
        await using var world = await PurgedAsync();
        await SignCheckpointTests.TamperAsync(world.Sync, "");
        var (missed, flips) = (new List<string>(), 0);
        await using var db = world.Sync.Database.Rows(world.Sync.Acme);
        await using var file = new SqliteConnection(world.Sync.Database.ConnectionString);
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await RowFlips.ExecuteAsync(file, "PRAGMA foreign_keys = OFF");
        foreach (var table in new[] { typeof(PurgePermit), typeof(EvidencePurge) }.Select(t => db.Model.FindEntityType(t)!))
        {
            foreach (var row in await RowFlips.RowIdsAsync(file, table, world.Sync.Acme.OrganizationId))
            {
                foreach (var column in table.GetProperties())
                {
                    var (from, to) = await RowFlips.FlipAsync(file, table, column, row);
                    if (await FaultAsync(world) is null)
                    {
                        missed.Add($"{table.GetTableName()}.{column.GetColumnName()}: {from} -> {to}");
                    }

                    await RowFlips.SetAsync(file, table, column, row, from);
                    flips++;
                }
            }
        }

        Assert.Empty(missed);
        Assert.NotEqual(0, flips);
        Assert.Null(await FaultAsync(world));
    }

    [Theory]
    [InlineData("UPDATE PurgePermits SET LastSequence = 100000, CutOff = 3155378975999999999; DELETE FROM AuditDetails WHERE Sequence = (SELECT MAX(Sequence) FROM AuditDetails)", AuditFaultKind.DetailMissing)]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence = (SELECT Sequence FROM AuditEntries WHERE Action = 'retention.purge_permitted')", AuditFaultKind.DetailMissing)]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence = (SELECT Sequence FROM AuditEntries WHERE Action = 'evidence.purged')", AuditFaultKind.DetailMissing)]
    [InlineData("DELETE FROM PurgePermits WHERE What = 'AuditDetails'", AuditFaultKind.Purge)]
    [InlineData("DELETE FROM PurgePermits; DELETE FROM EvidencePurges", AuditFaultKind.Purge)]
    [InlineData("DELETE FROM EvidencePurges", AuditFaultKind.Purge)]
    [InlineData("DELETE FROM SealedSubjects WHERE rowid = (SELECT MAX(rowid) FROM SealedSubjects)", AuditFaultKind.VouchedRow)]
    [InlineData("INSERT INTO EvidencePurges (OrganizationId, EvidenceId, PermitId, Members) SELECT OrganizationId, Id, (SELECT MIN(Id) FROM PurgePermits), 0 FROM Evidence WHERE Id NOT IN (SELECT EvidenceId FROM EvidencePurges); DELETE FROM PopulationRows; DELETE FROM EvidencePayloads", AuditFaultKind.Purge)]
    public async Task Verify_WhatAPurgeIsMadeToExcuse_IsAFault(string sql, AuditFaultKind fault)
    {
        await using var world = await PurgedAsync();
        Assert.Null(await FaultAsync(world));
        await SignCheckpointTests.TamperAsync(world.Sync, sql);
        Assert.Equal(fault, (await FaultAsync(world))?.Kind);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-80, true)]
    public async Task Verify_PermitWithAnEntryButNotAsTheDoorWritesIt_IsAFault(int monthsMore, bool closed)
    {
        await using var world = await PurgedAsync();
        await using (var work = await world.Sync.System().Get<Compliance.Data.TenantDatabase>().BeginAsync(TestContext.Current.CancellationToken))
        {
            var (id, months) = (work.NewId(), RetentionTerms.Default.AuditDetailMonths + monthsMore);
            var cutOff = InstantText.Machine(RetentionTerms.CutOff(work.Now, months));
            work.Audit(AuditAction.PurgePermitted, "purge", id, new JsonObject { ["cutOff"] = cutOff, ["months"] = months, ["rule"] = null, ["what"] = "AuditDetails" });
            if (closed)
            {
                work.Audit(AuditAction.AuditDetailsPurged, "purge", id, new JsonObject { ["cutOff"] = cutOff, ["details"] = 1, ["first"] = "0", ["last"] = "9" });
            }

            await work.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(AuditFaultKind.Purge, (await FaultAsync(world))?.Kind);
    }

    [Fact]
    public async Task Verify_PayloadTakenAfterItCameBack_IsNotExcusedByTheEarlierPurge()
    {
        await using var world = await PurgedAsync();
        var old = await world.OldAsync();
        await world.PassAsync(days: 1);
        await world.SeeAsync(people: 3);
        Assert.Null(await FaultAsync(world));

        await SignCheckpointTests.TamperAsync(world.Sync, $"DELETE FROM PopulationRows WHERE EvidenceId = '{old.ToString("D").ToUpperInvariant()}'; "
            + $"DELETE FROM EvidencePayloads WHERE EvidenceId = '{old.ToString("D").ToUpperInvariant()}'");

        Assert.Equal(AuditFaultKind.VouchedRow, (await FaultAsync(world))?.Kind);
    }

    [Fact]
    public async Task Purge_SevenYearsAfterAPurge_KeepsWhatProvesTheFirst()
    {
        await using var world = await PurgedAsync();
        await world.PassAsync(days: 7 * 366);
        await world.SeeAsync(people: 4);

        await world.PurgeAsync();

        var left = await world.Sync.ReadAsync(db => (
            from entry in db.Set<AuditEntry>()
            where PurgedDetails.Kept.Contains(entry.Action)
            select db.Set<AuditDetail>().Any(d => d.Sequence == entry.Sequence)).ToListAsync());
        Assert.True(left.Count >= 6);
        Assert.DoesNotContain(false, left);
        Assert.Null(await FaultAsync(world));
    }

    private static async Task<RetentionWorld> PurgedAsync()
    {
        var world = await RetentionWorld.CreateAsync();
        var outcome = await world.PurgeAsync();
        Assert.Equal((1, true), (outcome.Evidence, outcome.AuditDetails > 3));
        Assert.NotEqual(0, await world.Sync.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
        return world;
    }

    private static async Task<AuditFault?> FaultAsync(RetentionWorld world)
    {
        await using var scope = world.Sync.Enter(Role.Auditor);
        return (await scope.Get<VerifyAuditLog>().ExecuteAsync()).FirstFault;
    }
}
