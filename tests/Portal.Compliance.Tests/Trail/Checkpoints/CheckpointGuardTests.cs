using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Trail.Checkpoints;

/// <summary>Somebody with a hand on the database takes checkpoints away, so that another history may be signed.</summary>
public sealed class CheckpointGuardTests
{
    [Fact]
    public async Task SignCheckpoint_NewestRowsDeletedAndTheLogRewrittenBehindTheOldest_IsRefusedByTheProcessThatSignedThem()
    {
        await using var world = await SyncWorld.CreateAsync();
        await SignCheckpointTests.WriteAsync(world, 3);
        await SignCheckpointTests.SignAsync(world);
        var backup = await SignCheckpointTests.CopyAsync(world);
        await SignCheckpointTests.WriteAsync(world, 4);
        var newest = (await SignCheckpointTests.SignAsync(world)).Checkpoint!;
        await SignCheckpointTests.RestoreAsync(world, backup);
        await SignCheckpointTests.WriteAsync(world, 9);

        var refused = (await SignCheckpointTests.SignAsync(world)).Refusal;

        Assert.Equal((CheckpointRefusalKind.EarlierRoot, newest.Size), (refused?.Kind, refused?.CheckpointSize));
    }

    [Theory]
    [InlineData("DELETE FROM AuditCheckpoints WHERE Size = (SELECT MAX(Size) FROM AuditCheckpoints)")]
    [InlineData("DELETE FROM AuditCheckpoints WHERE Size = (SELECT MIN(Size) FROM AuditCheckpoints)")]
    [InlineData("DELETE FROM AuditCheckpoints")]
    [InlineData("UPDATE AuditCheckpoints SET At = At + 1 WHERE Size = (SELECT MIN(Size) FROM AuditCheckpoints)")]
    public async Task SignCheckpoint_RowThatAnEntryTellsOfIsGoneOrChanged_IsRefusedAlsoByAnotherProcess(string sql)
    {
        await using var world = await SyncWorld.CreateAsync();
        await SignCheckpointTests.WriteAsync(world, 3);
        await SignCheckpointTests.SignAsync(world);
        await SignCheckpointTests.WriteAsync(world, 4);
        await SignCheckpointTests.SignAsync(world);
        var rows = await TamperedRowsAsync(world, sql);
        await using var other = world.Again();

        Assert.Equal(CheckpointRefusalKind.EarlierEntry, (await SignCheckpointTests.SignAsync(other)).Refusal?.Kind);
        Assert.Equal(rows, await world.ReadAsync(db => db.Set<AuditCheckpoint>().CountAsync()));
    }

    private static async Task<int> TamperedRowsAsync(SyncWorld world, string sql)
    {
        await SignCheckpointTests.TamperAsync(world, sql);
        return await world.ReadAsync(db => db.Set<AuditCheckpoint>().CountAsync());
    }
}
