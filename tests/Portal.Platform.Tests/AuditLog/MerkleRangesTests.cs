using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed class MerkleRangesTests : IDisposable
{
    private static readonly Arbitrary<(int Size, int Index)> Places =
        Gen.Choose(1, 200).SelectMany(size => Gen.Choose(0, size - 1).Select(index => (size, index))).ToArbitrary();

    private readonly PlatformDatabase _database = new();

    [Property(MaxTest = 300)]
    public Property Ranges_OfEveryProof_GiveTheHashesOfTheTree() => Prop.ForAll(Places, place =>
    {
        var leaves = MerkleTreeTests.Leaves(place.Size);
        Assert.Equal(MerkleTree.InclusionProof(leaves, place.Index), Hashes(leaves, MerkleRanges.Inclusion(place.Index, place.Size)));
        Assert.Equal(MerkleTree.ConsistencyProof(leaves, place.Index + 1), Hashes(leaves, MerkleRanges.Consistency(place.Index + 1, place.Size)));
    });

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    public void Inclusion_OfAPlaceOutsideTheLog_IsRefused(long index, long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleRanges.Inclusion(index, size));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(6, 5)]
    public void Consistency_WithATreeThatIsNoEarlierOne_IsRefused(int earlier, int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleRanges.Consistency(earlier, size));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyProof(MerkleTreeTests.Leaves(size), earlier));
    }

    [Fact]
    public void Ranges_OfALogLargerThanMemory_AreFewAndAtOnce()
    {
        Assert.Equal(60, MerkleRanges.Inclusion(1L << 59, 1L << 60).Count);
        Assert.True(MerkleRanges.Consistency((1L << 59) + 1, (1L << 60) + 3).Count <= 62);
    }

    [Fact]
    public async Task Proofs_FromRows_VerifyAgainstTheHead()
    {
        var organization = Guid.CreateVersion7();
        await Records.AppendAsync(_database, organization, Records.Many(11));
        await using var db = _database.Open();
        var early = (await AuditLogVerification.VerifyAsync(db, organization, CancellationToken.None, rootsAt: new HashSet<long> { 6, 11 })).RootsAt;
        var leaf = (await AuditProofs.InclusionAsync(db, organization, 4, 11, CancellationToken.None))!;
        var growth = (await AuditProofs.ConsistencyAsync(db, organization, 6, 11, CancellationToken.None))!;

        var (root6, root11) = (Convert.FromHexString(early[6]), Convert.FromHexString(early[11]));
        Assert.True(MerkleTree.VerifyConsistency(6, 11, growth, root6, root11));
        Assert.True(MerkleTree.VerifyInclusion(db.Set<AuditEntry>().Single(e => e.Sequence == 4).LeafHash, 4, 11, leaf, root11));
        Assert.Null(await AuditProofs.ConsistencyAsync(db, organization, 6, 12, CancellationToken.None));
    }

    public void Dispose() => _database.Dispose();

    private static IReadOnlyList<byte[]> Hashes(byte[][] leaves, IReadOnlyList<LeafRange> ranges) =>
        [.. ranges.Select(r => MerkleTree.Root(leaves.AsSpan((int)r.From, (int)(r.To - r.From))))];
}
