using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed class MerkleFrontierTests
{
    [Property(MaxTest = 200)]
    public Property Append_AnyNumberOfLeaves_HasTheTreesRoot() => Prop.ForAll(Gen.Choose(0, 300).ToArbitrary(), size =>
    {
        var frontier = new MerkleFrontier();
        var leaves = MerkleTreeTests.Leaves(size);
        foreach (var leaf in leaves)
        {
            frontier.Append(leaf);
        }

        Assert.Equal(size, frontier.Size);
        Assert.Equal(MerkleTree.Root(leaves), frontier.Root());
    });

    [Fact]
    public void Append_StoredAndLoadedAfterEachLeaf_GoesOnAsIfNothingWas()
    {
        var leaves = MerkleTreeTests.Leaves(70);
        var frontier = new MerkleFrontier();
        for (var i = 0; i < leaves.Length; i++)
        {
            frontier = new MerkleFrontier(frontier.Size, frontier.ToBytes());
            frontier.Append(leaves[i]);
            Assert.Equal(MerkleTree.Root(leaves.AsSpan(0, i + 1)), frontier.Root());
        }
    }

    [Theory]
    [InlineData(0, 70)]
    [InlineData(8, 8)]
    [InlineData(16, 13)]
    [InlineData(48, 15)]
    [InlineData(64, 6)]
    public void Append_AnotherTree_IsAsIfItsLeavesHadCome(int before, int behind)
    {
        var leaves = MerkleTreeTests.Leaves(before + behind);
        var (log, part) = (new MerkleFrontier(), new MerkleFrontier());
        Array.ForEach(leaves[..before], log.Append);
        Array.ForEach(leaves[before..], part.Append);

        log.Append(part);

        Assert.Equal((before + behind, Convert.ToHexString(MerkleTree.Root(leaves))), ((int)log.Size, Convert.ToHexString(log.Root())));
    }

    [Fact]
    public void Append_AnotherTreeThatDoesNotFit_IsRefused()
    {
        var (log, part) = (new MerkleFrontier(), new MerkleFrontier());
        Array.ForEach(MerkleTreeTests.Leaves(4), log.Append);
        Array.ForEach(MerkleTreeTests.Leaves(8), part.Append);
        var refused = Assert.Throws<ArgumentException>(() => log.Append(part));
        Assert.StartsWith("A tree of 8 leaves does not fit behind one of 4.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(1, 0)]
    [InlineData(1, 31)]
    [InlineData(3, 32)]
    [InlineData(4, 64)]
    public void Load_FrontierOfAnotherSize_IsRefused(long size, int length) =>
        Assert.Contains($"{length} bytes cannot belong to a tree of {size} leaves", Assert.Throws<ArgumentException>(() => new MerkleFrontier(size, new byte[length])).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_NegativeSize_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MerkleFrontier(-1, new byte[32 * 64]));
}
