using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Retention;
using Portal.Compliance.Tests.Trail;
using Portal.Compliance.Tests.Trail.Checkpoints;
using Portal.Compliance.Trail;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;

namespace Portal.Compliance.Tests.Retention;

/// <summary>Somebody with a hand on the database, triggers dropped, wants to be rid of evidence that an assessment holds.</summary>
public sealed class FreezeProofTests
{
    [Fact]
    public async Task Verify_AnyColumnOfAFreezeFlipped_FindsIt()
    {
        await using var world = await FrozenAsync();
        Assert.Null(await FaultAsync(world));
        await SignCheckpointTests.TamperAsync(world.Sync, "");
        var (missed, flips) = (new List<string>(), 0);
        await using var db = world.Sync.Database.Rows(world.Sync.Acme);
        await using var file = new SqliteConnection(world.Sync.Database.ConnectionString);
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await RowFlips.ExecuteAsync(file, "PRAGMA foreign_keys = OFF");
        var table = db.Model.FindEntityType(typeof(EvidenceFreeze))!;
        foreach (var row in await RowFlips.RowIdsAsync(file, table, world.Sync.Acme.OrganizationId))
        {
            foreach (var column in table.GetProperties())
            {
                var (from, to) = await RowFlips.FlipAsync(file, table, column, row);
                if (await FaultAsync(world) is null)
                {
                    missed.Add($"{column.GetColumnName()}: {from} -> {to}");
                }

                await RowFlips.SetAsync(file, table, column, row, from);
                flips++;
            }
        }

        Assert.Empty(missed);
        Assert.Equal(table.GetProperties().Count(), flips);
        Assert.Null(await FaultAsync(world));
    }

    [Theory]
    [InlineData("DELETE FROM EvidenceFreezes")]
    [InlineData("INSERT INTO EvidenceFreezes (OrganizationId, EvidenceId, AssessmentId, Label, FrozenAt, FrozenUntil) SELECT OrganizationId, EvidenceId, '0195A000-0000-7000-8000-00000000FFFF', Label, FrozenAt, FrozenUntil FROM EvidenceFreezes")]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence = (SELECT Sequence FROM AuditEntries WHERE Action = 'evidence.frozen')", AuditFaultKind.DetailMissing)]
    public async Task Verify_FreezeTakenOrPutIn_IsAFault(string sql, AuditFaultKind fault = AuditFaultKind.VouchedRow)
    {
        await using var world = await FrozenAsync();
        await SignCheckpointTests.TamperAsync(world.Sync, sql);
        Assert.Equal(fault, (await FaultAsync(world))?.Kind);
    }

    [Theory]
    [InlineData("DELETE FROM EvidenceFreezes")]
    [InlineData("UPDATE EvidenceFreezes SET FrozenUntil = FrozenAt + 1")]
    [InlineData("DELETE FROM EvidenceFreezes; DELETE FROM AuditDetails WHERE Sequence = (SELECT Sequence FROM AuditEntries WHERE Action = 'evidence.frozen')")]
    public async Task Purge_OfWhatOnlyTheLogStillHolds_TakesNothing(string sql)
    {
        await using var world = await FrozenAsync();
        var payloads = await world.PayloadsAsync();
        await SignCheckpointTests.TamperAsync(world.Sync, sql);

        Assert.Equal(0, (await world.PurgeAsync()).Evidence);

        Assert.Equal(payloads, await world.PayloadsAsync());
        Assert.NotNull(await FaultAsync(world));
    }

    [Fact]
    public async Task Verify_PurgeOfWhatAnEntryHoldsUntilLater_IsAFaultAlsoWithTheFreezePutBack()
    {
        await using var world = await FrozenAsync();
        await SignCheckpointTests.TamperAsync(world.Sync, "CREATE TABLE Hidden AS SELECT * FROM EvidenceFreezes; DELETE FROM EvidenceFreezes; "
            + "UPDATE AuditEntries SET SubjectType = 'x' WHERE Action = 'evidence.frozen'");
        Assert.Equal(1, (await world.PurgeAsync()).Evidence);
        await SignCheckpointTests.TamperAsync(world.Sync, "INSERT INTO EvidenceFreezes SELECT * FROM Hidden; DROP TABLE Hidden; "
            + "UPDATE AuditEntries SET SubjectType = 'evidence' WHERE Action = 'evidence.frozen'");

        var fault = await FaultAsync(world);

        Assert.Equal(AuditFaultKind.Purge, fault?.Kind);
        Assert.Contains("because an assessment holds it", fault?.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purge_OfDetails_LeavesWhatTheFreezesEntrySays()
    {
        await using var world = await FrozenAsync();
        await world.PassAsync(days: 8 * 366);
        await world.SeeAsync(people: 5);

        Assert.True((await world.PurgeAsync()).AuditDetails > 0);

        Assert.Null(await FaultAsync(world));
        await SignCheckpointTests.TamperAsync(world.Sync, "DELETE FROM EvidenceFreezes");
        Assert.Equal(AuditFaultKind.VouchedRow, (await FaultAsync(world))?.Kind);
    }

    [Fact]
    public async Task Purge_AfterTheFreezeEnded_TakesItAndIsNoFault()
    {
        await using var world = await FrozenAsync();
        await world.PassAsync(days: 21 * 366);

        Assert.NotEqual(0, (await world.PurgeAsync()).Evidence);

        Assert.Null(await FaultAsync(world));
    }

    /// <summary>What was seen in the first year is due, and held for another twenty.</summary>
    private static async Task<RetentionWorld> FrozenAsync()
    {
        var world = await RetentionWorld.CreateAsync();
        await world.FreezeAsync(await world.OldAsync(), world.Sync.Now.AddYears(20));
        return world;
    }

    private static async Task<AuditFault?> FaultAsync(RetentionWorld world)
    {
        await using var scope = world.Sync.Enter(Role.Auditor);
        return (await scope.Get<VerifyAuditLog>().ExecuteAsync()).FirstFault;
    }
}
