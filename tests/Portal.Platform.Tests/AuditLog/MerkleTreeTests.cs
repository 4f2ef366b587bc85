using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed class MerkleTreeTests
{
    // The trees of RFC 6962's reference tests: leaves "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 606162636465666768696a6b6c6d6e6f.
    private static readonly byte[][] Reference =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(hex => MerkleHash.Leaf(Convert.FromHexString(hex))),
    ];

    private static readonly Arbitrary<(int Size, int Index)> Places =
        Gen.Choose(1, 130).SelectMany(size => Gen.Choose(0, size - 1).Select(index => (size, index))).ToArbitrary();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Leaf_OfAnyLength_IsTheHashOfAZeroByteAndTheEntry(int length)
    {
        var entry = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(SHA256.HashData([0, .. entry]), MerkleHash.Leaf(entry));
    }

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_ReferenceTree_IsKnown(int size, string root) => Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(Reference.AsSpan(0, size))));

    [Fact]
    public void VerifyInclusion_EveryVector_AnswersAsExpected()
    {
        var (valid, invalid) = Count("inclusion", v => MerkleTree.VerifyInclusion(
            Bytes(v, "leafHash"), Number(v, "leafIdx"), Number(v, "treeSize"), Proof(v), Bytes(v, "root")));
        Assert.Equal(98, valid + invalid);
        Assert.True(valid > 5 && invalid > 80, $"{valid} valid, {invalid} invalid");
    }

    [Fact]
    public void VerifyConsistency_EveryVector_AnswersAsExpected()
    {
        var (valid, invalid) = Count("consistency", v => MerkleTree.VerifyConsistency(
            Number(v, "size1"), Number(v, "size2"), Proof(v), Bytes(v, "root1"), Bytes(v, "root2")));
        Assert.Equal(98, valid + invalid);
        Assert.True(valid > 5 && invalid > 80, $"{valid} valid, {invalid} invalid");
    }

    [Property(MaxTest = 300)]
    public Property InclusionProof_OfEveryLeaf_VerifiesThereOnly() => Prop.ForAll(Places, place =>
    {
        var leaves = Leaves(place.Size);
        var root = MerkleTree.Root(leaves);
        var proof = MerkleTree.InclusionProof(leaves, place.Index);
        Assert.True(MerkleTree.VerifyInclusion(leaves[place.Index], place.Index, place.Size, proof, root));
        Assert.False(MerkleTree.VerifyInclusion(leaves[place.Index], place.Index + 1, place.Size, proof, root));
        Assert.False(MerkleTree.VerifyInclusion(leaves[place.Index], place.Index, place.Size, [.. proof, root], root));
        Assert.False(MerkleTree.VerifyInclusion(root, place.Index, place.Size, proof, MerkleHash.Empty));
        Assert.All(Enumerable.Range(0, proof.Count), i =>
            Assert.False(MerkleTree.VerifyInclusion(leaves[place.Index], place.Index, place.Size, Flipped(proof, i), root)));
    });

    [Property(MaxTest = 300)]
    public Property ConsistencyProof_OfEveryEarlierTree_VerifiesForItOnly() => Prop.ForAll(Places, place =>
    {
        var leaves = Leaves(place.Size);
        var earlierSize = place.Index + 1;
        var (earlier, later) = (MerkleTree.Root(leaves.AsSpan(0, earlierSize)), MerkleTree.Root(leaves));
        var proof = MerkleTree.ConsistencyProof(leaves, earlierSize);
        Assert.True(MerkleTree.VerifyConsistency(earlierSize, place.Size, proof, earlier, later));
        Assert.False(MerkleTree.VerifyConsistency(earlierSize, place.Size, proof, Flipped(earlier), later));
        Assert.False(MerkleTree.VerifyConsistency(earlierSize, place.Size, proof, earlier, Flipped(later)));
        Assert.False(MerkleTree.VerifyConsistency(earlierSize, place.Size, [.. proof, later], earlier, later));
        Assert.All(Enumerable.Range(0, proof.Count), i =>
            Assert.False(MerkleTree.VerifyConsistency(earlierSize, place.Size, Flipped(proof, i), earlier, later)));
    });

    [Fact]
    public void VerifyConsistency_FromTheEmptyTree_ProvesNothing()
    {
        Assert.False(MerkleTree.VerifyConsistency(0, 8, [], MerkleHash.Empty, MerkleTree.Root(Reference)));
        Assert.False(MerkleTree.VerifyConsistency(0, 0, [], MerkleHash.Empty, MerkleHash.Empty));
    }

    [Fact]
    public void Verify_HashesOfAnotherLength_AreRefused()
    {
        var root = MerkleTree.Root(Reference);
        var inclusion = MerkleTree.InclusionProof(Reference, 0);
        Assert.False(MerkleTree.VerifyInclusion(Reference[0].AsSpan(0, 31), 0, 8, inclusion, root));
        Assert.False(MerkleTree.VerifyInclusion(Reference[0], 0, 8, [inclusion[0], inclusion[1], [.. inclusion[2], 0]], root));
        Assert.False(MerkleTree.VerifyInclusion(Reference[0], 0, 8, inclusion, [.. root, 0]));
        var growth = MerkleTree.ConsistencyProof(Reference, 4);
        Assert.False(MerkleTree.VerifyConsistency(4, 8, growth, [1, 2, 3], root));
        Assert.False(MerkleTree.VerifyConsistency(4, 8, [[1, 2, 3]], MerkleTree.Root(Reference.AsSpan(0, 4)), root));
    }

    [Fact]
    public void VerifyInclusion_PlaceInASmallerTreeThanTheRoots_IsRefused()
    {
        // Leaf 5 of 8 hashes up to this root just as leaf 1 of 4 would, with one more step.
        var proof = MerkleTree.InclusionProof(Reference, 5);
        var root = MerkleTree.Root(Reference);
        Assert.True(MerkleTree.VerifyInclusion(Reference[5], 5, 8, proof, root));
        Assert.False(MerkleTree.VerifyInclusion(Reference[5], 1, 4, proof, root));
    }

    /// <summary>A proof that would hold for a leaf behind the last one, if there were such a place.</summary>
    [Fact]
    public void VerifyInclusion_PlaceBehindTheLastLeaf_IsRefused() =>
        Assert.False(MerkleTree.VerifyInclusion(Reference[0], 1, 1, [Reference[1]], MerkleHash.Node(Reference[1], Reference[0])));

    [Fact]
    public void Proofs_OutsideTheTree_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionProof(Reference, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionProof(Reference, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyProof(Reference, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyProof(Reference, 0));
    }

    internal static byte[][] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];

    private static IReadOnlyList<byte[]> Flipped(IReadOnlyList<byte[]> proof, int index) =>
        [.. proof.Select((hash, i) => i == index ? Flipped(hash) : hash)];

    private static byte[] Flipped(byte[] hash) => [(byte)(hash[0] ^ 1), .. hash[1..]];

    private static (int Valid, int Invalid) Count(string kind, Func<JsonElement, bool> verify)
    {
        var (valid, invalid) = (0, 0);
        foreach (var file in Directory.GetFiles(Path.Combine(Vectors.Folder("rfc6962-merkle"), "testdata", kind), "*.json", SearchOption.AllDirectories))
        {
            var vector = Vectors.Json(file);
            var expected = !vector.GetProperty("wantErr").GetBoolean();
            Assert.True(expected == verify(vector), $"{file}: expected {expected}");
            _ = expected ? valid++ : invalid++;
        }

        return (valid, invalid);
    }

    private static long Number(JsonElement vector, string name) =>
        unchecked((long)ulong.Parse(vector.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture));

    private static byte[] Bytes(JsonElement vector, string name) =>
        vector.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetBytesFromBase64() : [];

    private static IReadOnlyList<byte[]> Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(h => h.GetBytesFromBase64())] : [];
}
