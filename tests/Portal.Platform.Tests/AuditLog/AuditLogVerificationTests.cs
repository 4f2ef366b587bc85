using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed class AuditLogVerificationTests : IDisposable
{
    private readonly PlatformDatabase _database = new();
    private readonly Guid _organization = Guid.CreateVersion7();

    [Property(MaxTest = 20)]
    public Property VerifyAsync_AnyBatches_FindsEveryEntry() => Prop.ForAll(Gen.Choose(1, 8).SelectMany(count => Gen.Choose(0, 20).ArrayOf(count)).ToArbitrary(), batches =>
    {
        var organization = Guid.CreateVersion7();
        foreach (var count in batches)
        {
            Records.AppendAsync(_database, organization, Records.Many(count)).GetAwaiter().GetResult();
        }

        var report = VerifyAsync(organization).GetAwaiter().GetResult();
        Assert.Null(report.FirstFault);
        Assert.Equal(batches.Sum(), report.Verified);
    });

    [Fact]
    public async Task VerifyAsync_MoreThanOneBatch_ReadsThemAll()
    {
        await Records.AppendAsync(_database, _organization, Records.Many(2_500));
        var seen = new List<long>();
        await using var db = _database.Open();
        var report = await AuditLogVerification.VerifyAsync(db, _organization, CancellationToken.None, new Seen(seen));
        var head = await db.Set<AuditHead>().SingleAsync();
        Assert.Equal(new AuditLogReport(2_500, 2_500, 0, Convert.ToHexStringLower(head.Root), null), report);
        Assert.Equal([1_000, 2_000, 2_500], seen);
        Assert.Empty(db.ChangeTracker.Entries<AuditEntry>());
    }

    [Fact]
    public async Task VerifyAsync_PurgedDetails_StandAndAreCounted()
    {
        await Records.AppendAsync(_database, _organization, Records.Many(5));
        _database.Tamper("DELETE FROM AuditDetails WHERE Sequence IN (1, 3)");
        var report = await VerifyAsync(_organization);
        Assert.True(report.IsIntact);
        Assert.Equal((5, 2), (report.Verified, report.PurgedDetails));
    }

    [Fact]
    public async Task VerifyAsync_OrganizationWithoutALog_IsAFault() =>
        Assert.Equal(AuditFaultKind.HeadMissing, (await VerifyAsync(_organization)).FirstFault?.Kind);

    // Each column of each table, and rows taken away, added, exchanged or renumbered. Entries are 0 to 4; all but the head's are about 2.
    [Theory]
    [InlineData("UPDATE AuditEntries SET At = At + 1 WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET ActorId = 'person-2' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET ActorName = 'Ada Lovelacf' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET Action = 'connection.paused' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET SubjectType = 'evidence' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET SubjectId = 'connection-9' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET DetailHash = zeroblob(32) WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET LeafHash = zeroblob(32) WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET LeafHash = x'' WHERE Sequence = 2", AuditFaultKind.Entry, 2L)]
    [InlineData("UPDATE AuditEntries SET At = -1 WHERE Sequence = 2", AuditFaultKind.Unreadable, 0L)]
    [InlineData("UPDATE AuditEntries SET Sequence = 5 WHERE Sequence = 2", AuditFaultKind.Sequence, 5L)]
    [InlineData("UPDATE AuditEntries SET Sequence = -1 WHERE Sequence = 2", AuditFaultKind.Sequence, -1L)]
    [InlineData("UPDATE AuditEntries SET OrganizationId = '00000000-0000-0000-0000-000000000001' WHERE Sequence = 2", AuditFaultKind.Sequence, 2L)]
    [InlineData("UPDATE AuditDetails SET OrganizationId = '00000000-0000-0000-0000-000000000001' WHERE Sequence = 2", null, null)]
    [InlineData("UPDATE AuditDetails SET Salt = zeroblob(32) WHERE Sequence = 2", AuditFaultKind.Detail, 2L)]
    [InlineData("UPDATE AuditDetails SET DetailJson = CAST('{}' AS BLOB) WHERE Sequence = 2", AuditFaultKind.Detail, 2L)]
    [InlineData("UPDATE AuditDetails SET Sequence = 9 WHERE Sequence = 2", AuditFaultKind.StrayDetail, 9L)]
    [InlineData("UPDATE AuditDetails SET Sequence = -9 WHERE Sequence = 2", AuditFaultKind.StrayDetail, -9L)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 2", AuditFaultKind.Sequence, 2L)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 0", AuditFaultKind.Sequence, 0L)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 4", AuditFaultKind.Sequence, 4L)]
    [InlineData("DELETE FROM AuditHeads", AuditFaultKind.HeadMissing, null)]
    [InlineData("UPDATE AuditHeads SET Size = 4", AuditFaultKind.Sequence, 4L)]
    [InlineData("UPDATE AuditHeads SET Size = 6", AuditFaultKind.Sequence, 5L)]
    [InlineData("UPDATE AuditHeads SET Root = zeroblob(32)", AuditFaultKind.Root, null)]
    [InlineData("UPDATE AuditHeads SET Frontier = zeroblob(64)", AuditFaultKind.Frontier, null)]
    [InlineData("UPDATE AuditHeads SET Frontier = x''", AuditFaultKind.Frontier, null)]
    [InlineData("UPDATE AuditEntries SET Sequence = 9 WHERE Sequence = 2; UPDATE AuditEntries SET Sequence = 2 WHERE Sequence = 3; "
        + "UPDATE AuditEntries SET Sequence = 3 WHERE Sequence = 9", AuditFaultKind.Entry, 2L)]
    public async Task VerifyAsync_TamperedFile_NamesTheFirstFault(string tampering, AuditFaultKind? fault, long? sequence)
    {
        await Records.AppendAsync(_database, _organization, Records.Many(5));
        Assert.NotEqual(0, _database.Tamper(tampering));
        var report = await VerifyAsync(_organization);
        Assert.Equal((fault, sequence), (report.FirstFault?.Kind, report.FirstFault?.Sequence));
        // A detail that went to nobody is the same as one that was purged, and is counted as such.
        Assert.Equal(fault is null ? 1 : 0, report.IsIntact ? report.PurgedDetails : 0);
    }

    [Fact]
    public async Task VerifyAsync_EntryRewrittenWithItsHash_IsCaughtByTheRoot()
    {
        await Records.AppendAsync(_database, _organization, Records.Many(5));
        await using (var db = _database.Open())
        {
            var entry = await db.Set<AuditEntry>().AsNoTracking().SingleAsync(e => e.Sequence == 2);
            var forged = new AuditEntry
            {
                OrganizationId = entry.OrganizationId,
                Sequence = 2,
                At = entry.At,
                ActorId = "person-2",
                ActorName = entry.ActorName,
                Action = entry.Action,
                SubjectType = entry.SubjectType,
                SubjectId = entry.SubjectId,
                DetailHash = entry.DetailHash,
            };
            forged.Seal(MerkleHash.Leaf(AuditLeaf.Canonical(forged)));
            db.Update(forged);
            await db.SaveChangesAsync();
        }

        var report = await VerifyAsync(_organization);
        Assert.Equal((5, AuditFaultKind.Root), (report.Verified, report.FirstFault?.Kind));
    }

    [Fact]
    public async Task VerifyAsync_AnotherOrganizationsFault_IsNotThisOnes()
    {
        await Records.AppendAsync(_database, _organization, Records.Many(3));
        var other = Guid.CreateVersion7();
        await Records.AppendAsync(_database, other, Records.Many(3));
        _database.Tamper($"UPDATE AuditEntries SET ActorId = 'x' WHERE OrganizationId = '{other.ToString("D").ToUpperInvariant()}'");
        Assert.True((await VerifyAsync(_organization)).IsIntact);
        Assert.Equal(0, (await VerifyAsync(other)).FirstFault?.Sequence);
    }

    public void Dispose() => _database.Dispose();

    private async Task<AuditLogReport> VerifyAsync(Guid organization)
    {
        await using var db = _database.Open();
        return await AuditLogVerification.VerifyAsync(db, organization, CancellationToken.None);
    }

    private sealed class Seen(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
