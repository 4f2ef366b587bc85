using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.AuditLog;

public sealed class AuditTrailTests : IDisposable
{
    private readonly PlatformDatabase _database = new();
    private readonly Guid _organization = Guid.CreateVersion7();

    [Fact]
    public async Task AppendAsync_FirstEntries_StandInOrderUnderANewHead()
    {
        Assert.Equal(0, await Records.AppendAsync(_database, _organization, Records.Revoked(1), Records.Revoked(2)));
        Assert.Equal(2, await Records.AppendAsync(_database, _organization, Records.Revoked(3)));

        await using var db = _database.Open();
        var entries = await db.Set<AuditEntry>().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal([0, 1, 2], entries.Select(e => e.Sequence));
        Assert.Equal(["connection-1", "connection-2", "connection-3"], entries.Select(e => e.SubjectId));
        var head = await db.Set<AuditHead>().SingleAsync();
        Assert.Equal(3, head.Size);
        Assert.Equal(MerkleTree.Root([.. entries.Select(e => e.LeafHash)]), head.Root);
        var detail = await db.Set<AuditDetail>().SingleAsync(d => d.Sequence == 1);
        Assert.Equal("""{"reason":"left the vendor 2"}""", Encoding.UTF8.GetString(detail.DetailJson));
        Assert.Equal(entries[1].DetailHash, AuditLeaf.DetailHash(detail.Salt, detail.DetailJson));
    }

    [Fact]
    public async Task AppendAsync_TwiceBeforeSaving_GoesOn()
    {
        await using var db = _database.Open();
        Assert.Equal(0, await AuditTrail.AppendAsync(db, _organization, [Records.Revoked(1)], CancellationToken.None));
        Assert.Equal(1, await AuditTrail.AppendAsync(db, _organization, [Records.Revoked(2)], CancellationToken.None));
        await db.SaveChangesAsync();
        Assert.True((await AuditLogVerification.VerifyAsync(db, _organization, CancellationToken.None)).IsIntact);
    }

    [Fact]
    public async Task AppendAsync_TwoOrganizations_HaveLogsOfTheirOwn()
    {
        var other = Guid.CreateVersion7();
        await Records.AppendAsync(_database, _organization, Records.Many(2));
        Assert.Equal(0, await Records.AppendAsync(_database, other, Records.Revoked()));
        await using var db = _database.Open();
        Assert.Equal(2, (await db.Set<AuditHead>().SingleAsync(h => h.OrganizationId == _organization)).Size);
    }

    [Fact]
    public async Task AppendAsync_SameRecordTwice_HasTwoSaltsAndHashes()
    {
        await Records.AppendAsync(_database, _organization, Records.Revoked(), Records.Revoked());
        await using var db = _database.Open();
        Assert.Equal(2, await db.Set<AuditEntry>().Select(e => e.DetailHash).Distinct().CountAsync());
        Assert.All(await db.Set<AuditDetail>().Select(d => d.Salt).ToListAsync(), salt => Assert.Equal(32, salt.Length));
    }

    [Fact]
    public async Task AppendAsync_SomebodyElseAppendedMeanwhile_FailsWhenSaved()
    {
        await Records.AppendAsync(_database, _organization, Records.Revoked());
        await using var slow = _database.Open();
        await AuditTrail.AppendAsync(slow, _organization, [Records.Revoked(2)], CancellationToken.None);
        await Records.AppendAsync(_database, _organization, Records.Revoked(3));
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => slow.SaveChangesAsync());

        await using var db = _database.Open();
        Assert.Equal(["connection-1", "connection-3"], await db.Set<AuditEntry>().OrderBy(e => e.Sequence).Select(e => e.SubjectId).ToListAsync());
        Assert.True((await AuditLogVerification.VerifyAsync(db, _organization, CancellationToken.None)).IsIntact);
    }

    [Fact]
    public async Task AppendAsync_HeadMovedByAnother_IsAConcurrencyFault()
    {
        await Records.AppendAsync(_database, _organization, Records.Revoked());
        await using var slow = _database.Open();
        await AuditTrail.AppendAsync(slow, _organization, [], CancellationToken.None);
        var head = await slow.Set<AuditHead>().SingleAsync();
        head.MoveTo(7, [], []);
        _database.Tamper("UPDATE AuditHeads SET Size = 2");
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => slow.SaveChangesAsync());
    }

    [Fact]
    public async Task AppendAsync_InstantWithAnOffset_IsStoredAsUtc()
    {
        await Records.AppendAsync(_database, _organization, Records.Revoked() with { At = Records.At.ToOffset(TimeSpan.FromHours(9)) });
        await using var db = _database.Open();
        Assert.Equal((Records.At, TimeSpan.Zero), ((await db.Set<AuditEntry>().SingleAsync()).At, (await db.Set<AuditEntry>().SingleAsync()).At.Offset));
    }

    [Fact]
    public async Task AppendAsync_LongActorName_IsShortenedBetweenCharacters()
    {
        await Records.AppendAsync(_database, _organization, Records.Revoked() with { ActorName = new string('a', 254) + "😂b" },
            Records.Revoked() with { ActorName = new string('a', 256) }, Records.Revoked() with { ActorName = new string('a', 257) });
        await using var db = _database.Open();
        Assert.Equal([new string('a', 254) + "…", new string('a', 256), new string('a', 255) + "…"], await db.Set<AuditEntry>().OrderBy(e => e.Sequence).Select(e => e.ActorName).ToListAsync());
        Assert.True((await AuditLogVerification.VerifyAsync(db, _organization, CancellationToken.None)).IsIntact);
    }

    [Fact]
    public async Task AppendAsync_RecordThatCannotBeWritten_LeavesNothingInTheContext()
    {
        await RefusesAsync(Guid.CreateVersion7());
        await Records.AppendAsync(_database, _organization, Records.Revoked());
        await RefusesAsync(_organization);
    }

    [Theory]
    [InlineData("UPDATE AuditHeads SET Size = 3")]
    [InlineData("UPDATE AuditHeads SET Root = zeroblob(32)")]
    [InlineData("UPDATE AuditHeads SET Frontier = zeroblob(32)")]
    public async Task AppendAsync_HeadThatContradictsItself_IsRefused(string tampering)
    {
        await Records.AppendAsync(_database, _organization, Records.Many(2));
        _database.Tamper(tampering);
        var refused = await Assert.ThrowsAsync<AuditLogBrokenException>(() => Records.AppendAsync(_database, _organization, Records.Revoked()));
        Assert.Equal(_organization, refused.OrganizationId);
        Assert.StartsWith($"The audit log of organization {_organization:D} contradicts itself", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Verify the log and restore it from a backup.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppendAsync_IdsAsLongAsThereIsRoom_AreWrittenWhole()
    {
        var record = Records.Revoked() with { ActorId = new string('a', 128), SubjectType = new string('t', 64), SubjectId = new string('s', 256) };
        await Records.AppendAsync(_database, _organization, record);
        await using var db = _database.Open();
        var entry = await db.Set<AuditEntry>().SingleAsync();
        Assert.Equal((record.ActorId, record.SubjectType, record.SubjectId), (entry.ActorId, entry.SubjectType, entry.SubjectId));
    }

    [Fact]
    public void Record_OfAnActorAndAnId_NamesBoth()
    {
        var record = new AuditRecord(AuditAction.ConnectionRevoked, Actor.System("scheduler"), "connection", _organization, [], Records.At);
        Assert.Equal(("system:scheduler", "Portal (scheduler)", _organization.ToString("D")), (record.ActorId, record.ActorName, record.SubjectId));
    }

    public void Dispose() => _database.Dispose();

    private async Task RefusesAsync(Guid organization)
    {
        await using var db = _database.Open();
        var good = Records.Revoked(2);
        await Assert.ThrowsAsync<CanonicalJsonException>(() => AuditTrail.AppendAsync(
            db, organization, [good, good with { Detail = new JsonObject { ["n"] = double.NaN } }], CancellationToken.None));
        await Assert.ThrowsAsync<CanonicalJsonException>(() => AuditTrail.AppendAsync(
            db, organization, [good, good with { ActorName = "\ud800" }], CancellationToken.None));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => AuditTrail.AppendAsync(
            db, organization, [good, good with { SubjectId = new string('x', 257) }], CancellationToken.None));
        Assert.Equal("Between 1 and 256 characters are needed, not 257.", refused.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => AuditTrail.AppendAsync(
            db, organization, [good, good with { ActorId = "" }], CancellationToken.None));
        Assert.False(db.ChangeTracker.HasChanges());
    }
}
